import { rangeInLine } from './linePlaces.ts'
import type { Found } from './thoughtSearch.ts'

const names = { all: 'thought-found', current: 'thought-found-now' } as const

/** Highlights of the whole page, made when first needed; none in a browser that has no such thing. */
function highlightOf(name: string): Highlight | undefined {
  if (typeof Highlight === 'undefined' || !('highlights' in CSS)) return undefined
  const known = CSS.highlights.get(name) ?? new Highlight()
  CSS.highlights.set(name, known)
  return known
}

/** Where there are no highlights: the lines themselves are marked, that of the current place by a ring. */
const lineMark = 'data-thought-found'

/** Shows places in the drawn lines, without a change to their text; the answer takes that back. */
export function markFound(
  content: Element,
  shown: readonly Found[],
  current: Found | undefined,
): () => void {
  const undo: (() => void)[] = []
  const show = (found: Found, name: keyof typeof names): void => {
    const highlight = highlightOf(names[name])
    const range = rangeInLine(content, found.line, found.from, found.to)
    if (range === undefined) return
    if (highlight === undefined) {
      const drawn = range.startContainer.parentElement
      const line = drawn?.closest('p') ?? drawn
      line?.setAttribute(lineMark, name)
      undo.push(() => line?.removeAttribute(lineMark))
      return
    }
    highlight.add(range)
    undo.push(() => highlight.delete(range))
  }
  for (const found of shown) if (found !== current) show(found, 'all')
  if (current !== undefined) show(current, 'current')
  return () => {
    for (const step of undo) step()
  }
}
