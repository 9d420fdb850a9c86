import { lexMarkdown } from './lexMarkdown.ts'

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
  const tokens = lexMarkdown(text.slice(known.from))
  const raws = (from: number, to?: number): readonly string[] =>
    tokens.slice(from, to).flatMap(({ type, raw }) => (type === 'space' ? [] : [raw]))
  const settling = Math.max(0, tokens.length - unsettled)
  const passed = tokens.slice(0, settling).reduce((sum, { raw }) => sum + raw, '')
  // Raw text may be normalised while lexing (tabs, line ends): then the cut would be in the wrong place.
  const isSettling = text.startsWith(passed, known.from)
  return {
    text,
    groups: withBlocksFrom(known.groups, known.settled, raws(0)),
    settled: known.settled + (isSettling ? raws(0, settling).length : 0),
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
