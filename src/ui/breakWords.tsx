import type { ReactNode } from 'react'

/** Longer than words are: a browser takes most of a second to lay out one of 20,000 letters. */
const longest = 400

const longWord = new RegExp(`\\S{${longest}}`, 'u')

/** The text with places to break in words without an end; copied, it is the same text. */
export function breakWords(text: string): ReactNode {
  if (text.length < longest || !longWord.test(text)) return text
  const pieces = text.split(new RegExp(`(\\S{${longest}})`, 'u'))
  return pieces.flatMap((piece, index) => (index === 0 ? [piece] : [<wbr key={index} />, piece]))
}
