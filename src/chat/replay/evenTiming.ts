import type { TurnFigures } from '../../stats/turnFigures.ts'
import type { Part } from '../message.ts'
import { shareOut, type TurnTiming } from './turnTiming.ts'

/** Where neither times nor a speed were kept: about as fast as one reads along. */
export const plainSpeed = 80

const charactersPerToken = 4

/** What a reply is played with whose times nobody kept: every token takes the same time. */
export function evenTiming(parts: readonly Part[], figures: TurnFigures | null): TurnTiming {
  const speed = measuredSpeed(figures)
  const perToken = 1000 / (speed ?? plainSpeed / charactersPerToken)
  const characters = (['reasoning', 'answer'] as const).flatMap((kind) => {
    const text = parts.reduce((sum, part) => sum + (part.kind === kind ? part.text.length : 0), 0)
    if (text === 0) return []
    const tokens =
      figures !== null && speed !== undefined
        ? tokensOf(figures, kind)
        : Math.ceil(text / charactersPerToken)
    return shareOut(text, Math.max(1, tokens))
  })
  const ms = shareOut(Math.round(perToken * characters.length), characters.length)
  const [first = 0, ...rest] = ms
  const wait = figures !== null && speed !== undefined ? Math.round(figures.firstTokenMs) : 0
  return characters.length === 0 ? [] : [{ given: 0, characters, ms: [first + wait, ...rest] }]
}

/** A reply's own decode speed in tokens a second, where it is known. */
export const measuredSpeed = (figures: TurnFigures | null): number | undefined =>
  figures !== null && figures.decodedTokens > 0 && figures.decodeMs > 0
    ? (1000 * figures.decodedTokens) / figures.decodeMs
    : undefined

const tokensOf = (figures: TurnFigures, kind: Part['kind']): number =>
  kind === 'reasoning' ? figures.reasoningTokens : figures.answerTokens
