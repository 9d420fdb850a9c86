/** Seconds as a clock shows them, as 0:03 or 12:40. */
export function formatClock(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** A span in words: under a minute in seconds, then in minutes too. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

const formatTokens = (tokens: number): string => `${tokens} token${tokens === 1 ? '' : 's'}`

export const describeLiveThought = (ms: number, tokens: number): string =>
  `Thinking ${formatClock(ms)}${tokens === 0 ? '' : ` · ${formatTokens(tokens)}`}`

/** Of a thought from elsewhere nobody counted the tokens. */
export const describeThought = (ms: number, tokens: number): string =>
  tokens === 0 ? 'Thought' : `Thought for ${formatSpan(ms)} · ${formatTokens(tokens)}`
