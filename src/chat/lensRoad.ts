import { isControlToken } from '../engine/template/controlTokens.ts'
import type { Lens, LensAlternative, LensToken } from '../reasoning/lens/lens.ts'
import { partsUpTo } from './beginnings.ts'
import type { Answer, Part } from './message.ts'

const closeThought = '</think>'

/** Whether a reply can go on with a token: its text is whole, and speaks for no template. */
export const canTake = (kind: Part['kind'], { text }: LensAlternative): boolean =>
  text === closeThought
    ? kind === 'reasoning'
    : text !== '' && !text.includes('\uFFFD') && !isControlToken(text)

/** A reply up to a token of one of its parts, and then another token in its place. */
export function partsOnRoad(
  answer: Answer,
  index: number,
  token: LensToken,
  alternative: LensAlternative,
): readonly Part[] {
  const kind = answer.parts[index]?.kind ?? 'reasoning'
  const before = answer.parts.slice(0, index).filter((part) => part.kind === kind)
  const at = before.reduce((sum, { text }) => sum + text.length, token.at)
  const parts = partsUpTo(answer, { kind, at })
  if (alternative.text === closeThought) return [...parts, { kind: 'answer', text: '', marks: [] }]
  return parts.map((part, place) =>
    place === parts.length - 1 ? { ...part, text: part.text + alternative.text } : part,
  )
}

/** What is known of the tokens that such a reply shares; nothing where parts of one kind were joined. */
export function lensOnRoad(answer: Answer, lens: Lens, index: number, token: LensToken): Lens {
  if (
    index !==
    answer.parts.slice(0, index + 1).findIndex(({ kind }) => kind === answer.parts[index]?.kind)
  )
    return []
  return lens.slice(0, index + 1).map((part, place) => {
    const { kind, tokens, count } = part
    const shared =
      place < index
        ? tokens.slice(0, count)
        : tokens.slice(0, count).filter(({ at, length }) => at + length <= token.at && length > 0)
    return { kind, tokens: shared, count: shared.length }
  })
}
