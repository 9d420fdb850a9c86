/** Milliseconds of work after which others have their turn: half a frame, on a device of any speed. */
const sliceMs = 8

export interface SliceDeps {
  readonly now: () => number
  /** Settles in a task of its own. */
  readonly pause: () => Promise<void>
}

/** Does long work a little at a time, so that the page draws and listens meanwhile. */
export async function runInSlices<T>(
  steps: Generator<void, T>,
  { now, pause }: SliceDeps = { now: () => performance.now(), pause: nextTask },
): Promise<T> {
  for (;;) {
    // A task of its own from the start: the one that asks for it has work as well.
    await pause()
    const until = now() + sliceMs
    do {
      const step = steps.next()
      if (step.done === true) return step.value
    } while (now() < until)
  }
}

/** Does the same at once. */
export function runAtOnce<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** By a message, not by a timer: those of a hidden page wait for a second and more. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener(
      'message',
      () => {
        port1.close()
        resolve()
      },
      { once: true },
    )
    port1.start()
    port2.postMessage(null)
  })
}
