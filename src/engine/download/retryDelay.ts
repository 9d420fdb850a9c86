import type { DownloadLimits } from './downloadDeps.ts'

/** Twice as long after each failure, up to a limit; half of it by chance, so that pages do not knock together. */
export function retryDelay(
  failures: number,
  { firstDelayMs, longestDelayMs }: Pick<DownloadLimits, 'firstDelayMs' | 'longestDelayMs'>,
  random: () => number,
): number {
  const longest = Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1))
  return longest * (0.5 + random() / 2)
}
