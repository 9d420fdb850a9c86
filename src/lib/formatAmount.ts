/** Decimal units, as disks and downloads are sold; three figures at most. */
export function formatBytes(bytes: number): string {
  if (bytes < 1e3) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`
  const [size, unit] = bytes < 1e6 ? [1e3, 'kB'] : bytes < 999.5e6 ? [1e6, 'MB'] : [1e9, 'GB']
  const amount = bytes / size
  return `${amount.toFixed(unit === 'GB' ? 2 : amount < 9.95 ? 1 : 0)} ${unit}`
}

/** Two amounts in the larger one's unit, as "1.20 of 4.34 GB". */
export function formatPart(part: number, whole: number): string {
  const words = formatBytes(whole)
  const unit = words.split(' ')[1] ?? ''
  const sizes: Record<string, number> = { kB: 1e3, MB: 1e6, GB: 1e9 }
  const size = sizes[unit]
  if (size === undefined) return `${part} of ${words}`
  const digits = (words.split(' ')[0] ?? '').split('.')[1]?.length ?? 0
  // Never more than there is: a part that rounds up to the whole is not the whole.
  const shown =
    part >= whole ? part / size : Math.floor((part / size) * 10 ** digits) / 10 ** digits
  return `${shown.toFixed(digits)} of ${words}`
}

/** A time that is still to pass, no finer than it can be known. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 10) return 'a few seconds left'
  if (seconds < 55) return `${Math.ceil(seconds / 10) * 10} s left`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${Math.max(1, minutes)} min left`
  const hours = Math.floor(minutes / 60)
  return `${hours} h ${minutes % 60} min left`
}

/** Tokens as contexts are named: 4096 is 4k. */
export const formatTokens = (tokens: number): string =>
  tokens % 1024 === 0 ? `${tokens / 1024}k` : String(tokens)
