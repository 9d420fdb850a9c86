import type { TurnFigures } from './turnFigures.ts'

/** Seconds with as many decimals as can be told apart. */
function formatSeconds(ms: number): string {
  const seconds = ms / 1000
  return `${seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0)} s`
}

/** Tokens a second; a dash where nothing was measured. */
export function formatRate(tokens: number, ms: number): string {
  if (tokens === 0 || ms <= 0) return '–'
  const rate = (1000 * tokens) / ms
  return `${rate < 10 ? rate.toFixed(1) : rate.toFixed(0)} tokens/s`
}

/** The line under an answer, longest-wanted first; a reply without an answer, or a thought, has no figures of one. */
export function describeFigures(figures: TurnFigures): readonly string[] {
  const { reasoningTokens, answerTokens, reasoningMs, answerMs, firstTokenMs } = figures
  return [
    `${formatSeconds(firstTokenMs)} to first token`,
    formatRate(figures.decodedTokens, figures.decodeMs),
    ...describePart('thought', reasoningTokens, reasoningMs),
    ...describePart('answer', answerTokens, answerMs),
  ]
}

const describePart = (name: string, tokens: number, ms: number): readonly string[] =>
  tokens === 0 ? [] : [`${name} ${tokens} tokens, ${formatSeconds(ms)}`]

function describePrefill({ prefillTokens, prefillMs }: TurnFigures): string {
  const time = formatSeconds(prefillMs)
  if (prefillTokens === 0) return time
  return `${prefillTokens} tokens in ${time}, ${formatRate(prefillTokens, prefillMs)}`
}

/** Everything that was measured, as name and value. */
export const detailFigures = (figures: TurnFigures): readonly (readonly [string, string])[] => [
  ['Prompt', `${figures.promptTokens} tokens`],
  ['Time to first token', formatSeconds(figures.firstTokenMs)],
  ['Prefill', describePrefill(figures)],
  ['Decode', formatRate(figures.decodedTokens, figures.decodeMs)],
  ['Thought', `${figures.reasoningTokens} tokens in ${formatSeconds(figures.reasoningMs)}`],
  ['Answer', `${figures.answerTokens} tokens in ${formatSeconds(figures.answerMs)}`],
  ['Pauses over 0.25 s', String(figures.stalls)],
]
