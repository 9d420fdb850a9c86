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
  // No grapheme is shorter than one code unit, so this many units hold at least what is shown.
  const seen = Array.from(graphemes.segment(line.slice(0, longest * 16)), ({ segment }) => segment)
  if (seen.length <= longest) return seen.join('')
  const start = seen.slice(0, longest).join('')
  const lastSpace = start.lastIndexOf(' ')
  return `${lastSpace > longest / 2 ? start.slice(0, lastSpace) : start}…`
}
