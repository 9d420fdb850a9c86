import type { Page } from '@playwright/test'

/** How smoothly the page ran for a while. */
export interface Smoothness {
  /** Milliseconds, of tasks over 50 ms alone. */
  readonly longTasks: readonly number[]
  readonly frames: number
  readonly droppedFrames: number
}

/** A browser without a screen draws 60 frames a second. */
const frameMs = 1000 / 60

/** Since this was last asked. */
export async function takeSmoothness(page: Page): Promise<Smoothness> {
  const { longTasks, gaps } = await page.evaluate(() => {
    const seen = globalThis.ponderSeen
    return { longTasks: seen?.longTasks.splice(0) ?? [], gaps: seen?.gaps.splice(0) ?? [] }
  })
  const dropped = (gap: number): number => Math.max(0, Math.round(gap / frameMs) - 1)
  return {
    longTasks,
    frames: gaps.length,
    droppedFrames: gaps.reduce((sum, gap) => sum + dropped(gap), 0),
  }
}
