/** The tokens of a thought under the lens: blocks of text that know the number of their first line. */
export const tokensIn = (content: Element): Element | null =>
  content.querySelector(':scope > [data-lines="tokens"]')

/** What of a token's block is text, in order; the end of a thought is a word that stands for it. */
export function textsIn(block: Element): readonly Text[] {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
  const texts: Text[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
    if (node.parentElement?.hasAttribute('data-end') !== true) texts.push(node as Text)
  return texts
}

const firstLineOf = (block: Element | undefined): number =>
  Number(block?.getAttribute('data-line') ?? Infinity)

/** Characters of a line, counted from its first one; of a line over several blocks, those of its first. */
export function rangeInTokens(
  tokens: Element,
  line: number,
  from: number,
  to: number,
): Range | undefined {
  const blocks = tokens.children
  const before = countWhere(blocks.length, (at) => firstLineOf(blocks[at]) < line)
  // It begins in the last block before, or is the first line of the one after.
  for (const block of [blocks[before - 1], blocks[before]]) {
    if (block === undefined) continue
    const texts = textsIn(block)
    const begin = lineStarts(texts)[line - firstLineOf(block)]
    const range = begin === undefined ? undefined : rangeOver(texts, begin + from, begin + to)
    if (range !== undefined) return range
  }
  return undefined
}

/** The last line that begins above a height; found by halves. */
export function lineInTokensAt(tokens: Element, y: number): number {
  const blocks = tokens.children
  const above = countWhere(blocks.length, (at) => topOf(blocks[at]) <= y)
  const block = blocks[Math.max(0, above - 1)]
  if (block === undefined) return 0
  const texts = textsIn(block)
  const starts = lineStarts(texts)
  const isAbove = (line: number): boolean => {
    const at = starts[line] ?? Infinity
    return (rangeOver(texts, at, at + 1)?.getBoundingClientRect().top ?? Infinity) <= y
  }
  return firstLineOf(block) + Math.max(0, countWhere(starts.length, isAbove) - 1)
}

/** Where each line of a block begins, in characters. */
function lineStarts(texts: readonly Text[]): readonly number[] {
  const starts = [0]
  let at = 0
  for (const { data } of texts) {
    for (let end = data.indexOf('\n'); end !== -1; end = data.indexOf('\n', end + 1))
      starts.push(at + end + 1)
    at += data.length
  }
  return starts
}

export function rangeOver(texts: readonly Text[], from: number, to: number): Range | undefined {
  const range = document.createRange()
  let before = 0
  let isBegun = false
  for (const text of texts) {
    const { length } = text
    if (!isBegun && from < before + length) {
      range.setStart(text, from - before)
      isBegun = true
    }
    if (isBegun && to <= before + length) {
      range.setEnd(text, to - before)
      return range
    }
    before += length
  }
  return undefined
}

/** How many of so many hold, of which the first ones do: asked of a few, not of all. */
export function countWhere(count: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(middle)) low = middle + 1
    else high = middle
  }
  return low
}

export const topOf = (child: Element | undefined): number =>
  child?.getBoundingClientRect().top ?? Infinity
