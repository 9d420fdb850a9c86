const longest = 60
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

export const untitled = 'New chat'

/** A chat's name without a model run: the first line of its first question, shortened at a word. */
export function titleFrom(question: string): string {
  const line = cleanTitle(question.split('\n').find((text) => text.trim() !== '') ?? '')
  return line === '' ? untitled : shorten(line)
}

/** A title on one line, as a person typed it. */
export const cleanTitle = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

function shorten(line: string): string {
  // Only so much is looked at, however long the line and its signs are; the last sign seen may be half of one.
  const beginning = line.slice(0, longest * 16)
  const seen = Array.from(graphemes.segment(beginning), ({ segment }) => segment)
  if (seen.length <= longest && beginning === line) return line
  const start = seen.slice(0, Math.min(longest, seen.length - 1)).join('')
  const lastSpace = start.lastIndexOf(' ')
  return `${lastSpace > longest / 2 ? start.slice(0, lastSpace) : start}…`
}
