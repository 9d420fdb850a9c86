import type { FrameBatchDeps } from './frameBatch.ts'

export interface PacedFramesDeps extends FrameBatchDeps {
  /** Run once the frame that is being made has been laid out and painted. */
  readonly afterPaint: (run: () => void) => void
  readonly setTimer: (run: () => void, ms: number) => () => void
}

/** How much of the time drawing may take: a model often computes on the same processor. */
const share = 0.02
/** Eight times a second a reply still grows before one's eyes, however slow the device is. */
const longestPauseMs = 125

/**
 * `onFrame` that asks how long the last drawing took and pauses accordingly: a fast device draws each batch
 * of tokens, a slow one, or one that a model keeps busy, fewer and larger pieces.
 */
export function createPacedFrames(deps: PacedFramesDeps): FrameBatchDeps['onFrame'] {
  const { onFrame, afterPaint, setTimer, now } = deps
  let nextAt = -Infinity

  function draw(run: () => void): void {
    const startedAt = now()
    run()
    afterPaint(() => {
      nextAt = startedAt + Math.min(longestPauseMs, (now() - startedAt) / share)
    })
  }

  return (run) => {
    const request = (): (() => void) => onFrame(() => draw(run))
    const pause = nextAt - now()
    if (pause <= 0) return request()
    let cancel = setTimer(() => {
      cancel = request()
    }, pause)
    return () => cancel()
  }
}
