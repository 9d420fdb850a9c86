export interface FrameBatchDeps {
  /** Run at the next frame; the answer cancels it. */
  readonly onFrame: (run: () => void) => () => void
  readonly now: () => number
}

export interface FrameBatch {
  /** Draw at the next frame, once however often it is asked for. */
  request(): void
  cancel(): void
}

/** A hidden page may get no frame for minutes, and what is not drawn is not saved either. */
const longestWaitMs = 250

/** Many changes, one update a frame. */
export function createFrameBatch({ onFrame, now }: FrameBatchDeps, draw: () => void): FrameBatch {
  let cancelFrame: (() => void) | undefined
  let requestedAt = 0

  function cancel(): void {
    cancelFrame?.()
    cancelFrame = undefined
  }

  function run(): void {
    cancelFrame = undefined
    draw()
  }

  return {
    cancel,
    request() {
      if (cancelFrame === undefined) {
        requestedAt = now()
        cancelFrame = onFrame(run)
      } else if (now() - requestedAt >= longestWaitMs) {
        cancel()
        run()
      }
    },
  }
}
