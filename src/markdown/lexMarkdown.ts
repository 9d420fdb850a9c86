import { Marked, type Token } from 'marked'
import remend from 'remend'

import { mathBlockExtension, mathExtension } from './mathTokens.ts'

const marked = new Marked({ gfm: true, extensions: [mathBlockExtension, mathExtension] })

/** Deeper nesting than any honest text has; a hostile one must not exhaust the stack. */
const deepest = 60

/** Text to marked's tokens. Never throws: text that cannot be read as Markdown is a paragraph of itself. */
export function lexMarkdown(text: string): readonly Token[] {
  if (isTooDeep(text)) return plain(text)
  try {
    return marked.lexer(text)
  } catch {
    return plain(text)
  }
}

const plain = (text: string): readonly Token[] => [
  { type: 'paragraph', raw: text, text, tokens: [{ type: 'text', raw: text, text }] },
]

/** Marks of quotes and lists one inside the other, brackets, links and pictures, emphasis, indented lines. */
const tooDeep = [
  `(?:(?:>|(?:[*+-]|\\d{1,9}[.)])[ \\t])[ \\t]*){${deepest}}`,
  `(?:!?\\[|[({]){${deepest}}`,
  `[*_~]{${deepest * 4}}`,
  '(?:^|\\n)(?: {120}|\\t{30})',
].map((pattern) => new RegExp(pattern))

/** Thousands of levels: each costs another look at all of the text. */
const isTooDeep = (text: string): boolean =>
  tooDeep.some((pattern) => pattern.test(text)) || hasManyMarks(text, 600)

/** Marks of emphasis and beginnings of formulas in one paragraph: each may open a level, and all of the text in it is read for each. */
const hasManyMarks = (text: string, most: number): boolean =>
  text
    .split(/\n[ \t]*\n/)
    .some((paragraph) => (paragraph.match(/[*_~]+|\\[[(]/g)?.length ?? 0) > most)

/** Longer blocks than people write by hand are left as they are until they are finished. */
const longestMended = 20_000

/** The block at the end of a growing text, its half-finished marks closed. */
export const mendBlock = (text: string): string =>
  text.length > longestMended || isTooDeep(text) || hasManyMarks(text, 400)
    ? text
    : remend(text, { linkMode: 'text-only' })
