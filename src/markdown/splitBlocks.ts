import type { Token } from 'marked'

import { lexMarkdown } from './lexMarkdown.ts'
import { openFormulaAt } from './mathTokens.ts'

/** A text in blocks, each Markdown on its own. */
export interface Blocks {
  readonly text: string
  /**
   * All blocks in order, in groups of `blocksPerGroup`: a group that is whole and settled stays the same
   * object, so that a view of it is drawn once and then not even looked at.
   */
  readonly groups: readonly (readonly string[])[]
  /** How many blocks from the first are settled: no more text changes them. */
  readonly settled: number
  /** Where in the text the others begin. */
  readonly from: number
}

/** What a reply of thousands of blocks costs a token is its groups and the blocks of the last one. */
export const blocksPerGroup = 32

const noBlocks: Blocks = { text: '', groups: [], settled: 0, from: 0 }

/** `splitBlocks` that remembers the text it was given last. */
export function createBlockSplitter(): (text: string) => Blocks {
  let blocks = noBlocks
  return (text) => {
    if (text !== blocks.text) blocks = splitBlocks(text, blocks)
    return blocks
  }
}

/** How many top-level tokens at the end may still change: the last, and a space or list before it. */
const unsettled = 3

/**
 * Cuts a text that grows, going on from the last cut: what is settled keeps its identity and is never lexed
 * again.
 */
function splitBlocks(text: string, before: Blocks): Blocks {
  const known = text.startsWith(before.text) ? before : noBlocks
  const rest = text.slice(known.from)
  const tokens = lexMarkdown(rest)
  const raws = (some: readonly Token[]): readonly string[] =>
    some.flatMap(({ type, raw }) => (type === 'space' ? [] : [raw]))
  const settling = upTo(
    openFormulaAt(rest),
    tokens.slice(0, Math.max(0, tokens.length - unsettled)),
  )
  const passed = settling.reduce((sum, { raw }) => sum + raw, '')
  // Raw text may be normalised while lexing (tabs, line ends): then the cut would be in the wrong place.
  const isSettling = text.startsWith(passed, known.from)
  return {
    text,
    groups: withBlocksFrom(known.groups, known.settled, raws(tokens)),
    settled: known.settled + (isSettling ? raws(settling).length : 0),
    from: known.from + (isSettling ? passed.length : 0),
  }
}

/** The groups with these blocks in place of those from `at` on. */
function withBlocksFrom(
  groups: Blocks['groups'],
  at: number,
  blocks: readonly string[],
): Blocks['groups'] {
  const whole = Math.floor(at / blocksPerGroup)
  const open = [...(groups[whole] ?? []).slice(0, at % blocksPerGroup), ...blocks]
  const next = groups.slice(0, whole)
  for (let from = 0; from < open.length; from += blocksPerGroup)
    next.push(open.slice(from, from + blocksPerGroup))
  return next
}

/** The tokens that end before this place in their text. */
function upTo(place: number, tokens: readonly Token[]): readonly Token[] {
  let end = 0
  return tokens.filter(({ raw }) => (end += raw.length) <= place)
}
