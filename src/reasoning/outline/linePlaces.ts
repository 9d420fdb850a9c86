import { linesPerBlock } from '../lineBlocks.ts'

/** The element of a line inside the drawn text; lines lie in blocks. */
export const lineElement = (content: Element, line: number): Element | undefined =>
  content.children[Math.floor(line / linesPerBlock)]?.children[line % linesPerBlock]

/** First and last line in sight, found by halves: a few measures, however long the thought is. */
export function linesInSight(
  box: HTMLElement,
  content: Element,
): { readonly first: number; readonly last: number } {
  const { top, height } = box.getBoundingClientRect()
  return { first: lineAt(content, top + 1), last: lineAt(content, top + height - 1) }
}

function lineAt(content: Element, y: number): number {
  const block = lastAbove(content.children, y)
  const lines = content.children[block]?.children
  return block * linesPerBlock + (lines === undefined ? 0 : lastAbove(lines, y))
}

/** The last child that begins above a height; the first one if none does. */
function lastAbove(children: HTMLCollection, y: number): number {
  let low = 0
  let high = children.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((children[middle]?.getBoundingClientRect().top ?? Infinity) <= y) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}

/** How far below the top of the window a line is put, so that the one before it is seen too. */
const margin = 24

/**
 * Puts a line at the top of the window, at once. Lines that were never in sight have no measured height, so
 * it is measured again where it has come to stand, and corrected.
 */
export function scrollToLine(box: HTMLElement, content: Element, line: number): void {
  for (let round = 0; round < 4; round += 1) {
    const element = lineElement(content, line)
    if (element === undefined) return
    const off = element.getBoundingClientRect().top - box.getBoundingClientRect().top - margin
    const before = box.scrollTop
    box.scrollTo({ top: before + off, behavior: 'instant' })
    if (Math.abs(off) < 1 || box.scrollTop === before) break
  }
  box.scrollIntoView({ block: 'nearest', behavior: 'instant' })
}
