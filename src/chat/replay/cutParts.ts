import type { Part } from '../message.ts'

/**
 * A reply as it stood when it held so many characters, with the marks that it had by then. What a person
 * sees as one character is never cut, so that nothing flickers between two signs.
 */
export function createPartsCutter(parts: readonly Part[]): (characters: number) => readonly Part[] {
  const whole = parts.reduce((sum, { text }) => sum + text.length, 0)
  const cuts = parts.map(({ text }) => createTextCutter(text))
  return (characters) => {
    // The same parts, so that what shows them need not look again.
    if (characters >= whole) return parts
    let start = 0
    return parts.flatMap((part, index) => {
      const wanted = characters - start
      start += part.text.length
      if (wanted <= 0) return []
      if (wanted >= part.text.length) return [part]
      const text = part.text.slice(0, cuts[index]?.(wanted) ?? 0)
      return [{ ...part, text, marks: part.marks.filter(({ at }) => at <= text.length) }]
    })
  }
}

/** The last place at or before this one that is between two characters. */
function createTextCutter(text: string): (at: number) => number {
  // Not in every browser that can read a chat.
  if (!('Segmenter' in Intl)) return (at) => (isInsidePair(text, at) ? at - 1 : at)
  const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)
  return (at) => characters.containing(at)?.index ?? at
}

const isInsidePair = (text: string, at: number): boolean =>
  at > 0 && /^[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text.slice(at - 1, at + 1))
