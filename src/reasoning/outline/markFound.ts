import { lineElement } from './linePlaces.ts'
import type { Found } from './thoughtSearch.ts'

const names = { all: 'thought-found', current: 'thought-found-now' } as const

/** Highlights of the whole page, made when first needed; none in a browser that has no such thing. */
function highlightOf(name: string): Highlight | undefined {
  if (typeof Highlight === 'undefined' || !('highlights' in CSS)) return undefined
  const known = CSS.highlights.get(name) ?? new Highlight()
  CSS.highlights.set(name, known)
  return known
}

/** Shows places in the drawn lines, without a change to them; the answer takes that back. */
export function markFound(
  content: Element,
  shown: readonly Found[],
  current: Found | undefined,
): () => void {
  const undo: (() => void)[] = []
  const show = (found: Found, name: string): void => {
    const range = rangeOf(content, found)
    const highlight = highlightOf(name)
    if (range === undefined) return
    if (highlight !== undefined) {
      highlight.add(range)
      undo.push(() => highlight.delete(range))
    } else if (found === current) {
      // The browser's own mark, which also changes nothing in the text.
      const selection = getSelection()
      selection?.removeAllRanges()
      selection?.addRange(range)
    }
  }
  for (const found of shown) if (found !== current) show(found, names.all)
  if (current !== undefined) show(current, names.current)
  return () => {
    for (const step of undo) step()
  }
}

function rangeOf(content: Element, { line, from, to }: Found): Range | undefined {
  const element = lineElement(content, line)
  if (element === undefined) return undefined
  const range = document.createRange()
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  let before = 0
  let isBegun = false
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const { length } = node as Text
    if (!isBegun && from < before + length) {
      range.setStart(node, from - before)
      isBegun = true
    }
    if (isBegun && to <= before + length) {
      range.setEnd(node, to - before)
      return range
    }
    before += length
  }
  return undefined
}
