/** What the page saw since it was last asked; times in milliseconds. */
export interface Seen {
  tokens: number
  /** Tasks of the main thread over 50 ms: a browser tells of no shorter ones. */
  longTasks: number[]
  /** Time from each frame to the next. */
  gaps: number[]
}

declare global {
  var ponderSeen: Seen | undefined
}

/** Runs in the page before the app does, and must not name anything from outside itself. */
export function watchPage(): void {
  const seen: Seen = { tokens: 0, longTasks: [], gaps: [] }
  globalThis.ponderSeen = seen

  globalThis.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args)
      this.addEventListener(
        'message',
        ({ data }: MessageEvent<{ event?: { ids?: unknown[] } }>) => {
          seen.tokens += data.event?.ids?.length ?? 0
        },
      )
    }
  }

  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.longTasks.push(duration)
  }).observe({ type: 'longtask' })

  let last: number | undefined
  const onFrame = (at: number): void => {
    if (last !== undefined) seen.gaps.push(at - last)
    last = at
    requestAnimationFrame(onFrame)
  }
  requestAnimationFrame(onFrame)
}
