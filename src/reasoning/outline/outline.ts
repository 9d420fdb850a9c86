import { beginningOfLine, type LineKind } from '../lineKind.ts'

/** A place in a thought where something begins; it reaches to the next one. */
export interface OutlineEntry {
  readonly kind: LineKind
  readonly label: string
  /** Characters of the thought before it. */
  readonly at: number
  /** Lines before it. */
  readonly line: number
}

/** What a thought does, in order. Both lists only grow: their lengths tell whether they have changed. */
export interface Outline {
  readonly entries: readonly OutlineEntry[]
  /** Where each whole line begins, in characters; the last is that of the line still growing. */
  readonly lineStarts: readonly number[]
}

export interface OutlineReader {
  /** At the cost of what was added. A line counts once it is whole. */
  push(added: string): Outline
  /** The thought ended: its last line is whole. */
  end(): Outline
}

/** Finds the outline of a thought by rules, without a model: the same one however its text is cut. */
export function createOutline(): OutlineReader {
  const entries: OutlineEntry[] = []
  const lineStarts = [0]
  const outline: Outline = { entries, lineStarts }
  let pieces: string[] = []
  let at = 0
  let isParagraph = true

  function takeLine(): void {
    const line = pieces.join('')
    pieces = []
    const from = lineStarts.at(-1) ?? 0
    const beginning = beginningOfLine(line, isParagraph)
    if (beginning !== undefined)
      entries.push({ ...beginning, at: from, line: lineStarts.length - 1 })
    isParagraph = line.trim() === ''
  }

  return {
    push(added) {
      let from = 0
      for (;;) {
        const end = added.indexOf('\n', from)
        if (end === -1) break
        pieces.push(added.slice(from, end))
        takeLine()
        from = end + 1
        lineStarts.push(at + from)
      }
      pieces.push(added.slice(from))
      at += added.length
      return outline
    },
    end() {
      takeLine()
      return outline
    },
  }
}

/** The last entry that begins at or before a line; -1 before the first. */
export function entryAtLine(entries: readonly OutlineEntry[], line: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((entries[middle]?.line ?? Infinity) <= line) low = middle + 1
    else high = middle
  }
  return low - 1
}
