import type { Token } from 'marked'

import { lexMarkdown } from './lexMarkdown.ts'
import { openFormulaAt } from './mathTokens.ts'

/** A text in blocks, each Markdown on its own. All but the last two are finished for good. */
export interface Blocks {
  readonly text: string
  readonly finished: readonly string[]
  /** Where the growing tail begins. */
  readonly from: number
}

export const noBlocks: Blocks = { text: '', finished: [], from: 0 }

/** `splitBlocks` that remembers the text it was given last. */
export function createBlockSplitter(): (text: string) => Blocks {
  let blocks = noBlocks
  return (text) => {
    blocks = splitBlocks(text, blocks)
    return blocks
  }
}

/** How many top-level tokens at the end may still change: the last, and a space or list before it. */
const unsettled = 3

/**
 * Cuts a text that grows, going on from the last cut: what was finished keeps its identity and is never
 * lexed again.
 */
export function splitBlocks(text: string, before: Blocks): Blocks {
  const grows = text.startsWith(before.text)
  const finished = grows ? [...before.finished] : []
  let from = grows ? before.from : 0
  const rest = text.slice(from)
  const tokens = lexMarkdown(rest)
  const settled = upTo(openFormulaAt(rest), tokens.slice(0, Math.max(0, tokens.length - unsettled)))
  // Raw text may be normalised while lexing (tabs, line ends): then the cut would be in the wrong place.
  const raw = settled.map((token) => token.raw).join('')
  if (raw === '' || !text.startsWith(raw, from)) return { text, finished, from }
  for (const token of settled) if (token.type !== 'space') finished.push(token.raw)
  from += raw.length
  return { text, finished, from }
}

/** The tokens that end before this place in their text. */
function upTo(place: number, tokens: readonly Token[]): readonly Token[] {
  let end = 0
  return tokens.filter(({ raw }) => (end += raw.length) <= place)
}
