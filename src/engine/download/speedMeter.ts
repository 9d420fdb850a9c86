/** Bytes a second over the last few seconds. */
export interface SpeedMeter {
  add(bytes: number): void
  bytesPerSecond(): number
}

const windowMs = 5_000

export function createSpeedMeter(now: () => number): SpeedMeter {
  const startedAt = now()
  let marks: { readonly at: number; readonly bytes: number }[] = []

  return {
    add(bytes) {
      marks.push({ at: now(), bytes })
    },

    bytesPerSecond() {
      const time = now()
      marks = marks.filter(({ at }) => at > time - windowMs)
      const bytes = marks.reduce((sum, mark) => sum + mark.bytes, 0)
      // In the first seconds over what has passed; the first moment tells nothing yet.
      const seconds = Math.min(windowMs, time - startedAt) / 1000
      return seconds > 0 ? bytes / seconds : 0
    },
  }
}
