import { linesPerBlock } from '../lineBlocks.ts'
import {
  countWhere,
  lineInTokensAt,
  rangeInTokens,
  rangeOver,
  textsIn,
  tokensIn,
  topOf,
} from './lensPlaces.ts'

/** The element of a line, which lies in a block. Under the lens lines have none. */
const lineElement = (content: Element, line: number): Element | undefined =>
  content.children[Math.floor(line / linesPerBlock)]?.children[line % linesPerBlock]

/** Characters of a line as it is drawn: as an element of its own, or as tokens. */
export function rangeInLine(
  content: Element,
  line: number,
  from: number,
  to: number,
): Range | undefined {
  const tokens = tokensIn(content)
  if (tokens !== null) return rangeInTokens(tokens, line, from, to)
  const element = lineElement(content, line)
  return element === undefined ? undefined : rangeOver(textsIn(element), from, to)
}

/** Where a line's first character stands, in the window. */
const topOfLine = (content: Element, line: number): number | undefined =>
  rangeInLine(content, line, 0, 1)?.getBoundingClientRect().top

/** First and last line in sight, found by halves: a few measures, however long the thought is. */
export function linesInSight(
  box: HTMLElement,
  content: Element,
): { readonly first: number; readonly last: number } {
  const { top, height } = box.getBoundingClientRect()
  return {
    first: lineAt(content, top + headOf(content) + 1),
    last: lineAt(content, top + height - 1),
  }
}

/** What stays above the lines while they scroll: the bar of the lens. */
const headOf = (content: Element): number =>
  tokensIn(content)?.previousElementSibling?.getBoundingClientRect().height ?? 0

function lineAt(content: Element, y: number): number {
  const tokens = tokensIn(content)
  if (tokens !== null) return lineInTokensAt(tokens, y)
  const block = lastAbove(content.children, y)
  const lines = content.children[block]?.children
  return block * linesPerBlock + (lines === undefined ? 0 : lastAbove(lines, y))
}

/** The last child that begins above a height; the first one if none does. */
const lastAbove = (children: HTMLCollection, y: number): number =>
  Math.max(0, countWhere(children.length, (at) => topOf(children[at]) <= y) - 1)

/** How far below the top of the window a line is put, so that the one before it is seen too. */
const margin = 24

/**
 * Puts a line at the top of the window, at once. Lines that were never in sight have no measured height, so
 * it is measured again where it has come to stand, and corrected.
 */
export function scrollToLine(box: HTMLElement, content: Element, line: number): void {
  putLine(box, content, line, headOf(content) + margin)
  box.scrollIntoView({ block: 'nearest', behavior: 'instant' })
}

function putLine(box: HTMLElement, content: Element, line: number, below: number): void {
  for (let round = 0; round < 4; round += 1) {
    const top = topOfLine(content, line)
    if (top === undefined) return
    const off = top - box.getBoundingClientRect().top - below
    const before = box.scrollTop
    box.scrollTo({ top: before + off, behavior: 'instant' })
    if (Math.abs(off) < 1 || box.scrollTop === before) break
  }
}

/** Far enough below the top that no bar covers it. */
const readingDepth = 80

/** Where a reader is: a line, and how far below the top of the window it stands; null at the beginning. */
export interface ReadingPlace {
  readonly line: number
  readonly below: number
}

export function findReadingPlace(box: HTMLElement, content: Element): ReadingPlace | null {
  if (box.scrollTop === 0) return null
  const { top } = box.getBoundingClientRect()
  const line = lineAt(content, top + readingDepth)
  const at = topOfLine(content, line)
  return at === undefined ? null : { line, below: at - top }
}

/** Puts the same words where they stood, where they are now drawn otherwise. */
export function returnToPlace(box: HTMLElement, content: Element, place: ReadingPlace): void {
  putLine(box, content, place.line, place.below)
}
