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
  `(?:(?:>|(?:[*+-]|\\d{1,9}[.)])[ \\t](?:\\[[ xX]\\][ \\t])?)[ \\t]*){${deepest}}`,
  `(?:!?\\[|[({]){${deepest}}`,
  `[*_~]{${deepest * 4}}`,
  '(?:^|\\n)(?: {120}|\\t{30})',
].map((pattern) => new RegExp(pattern))

/** Thousands of levels, or of marks: each costs another look at all of the text. */
const isTooDeep = (text: string): boolean =>
  tooDeep.some((pattern) => pattern.test(text)) || isTooDear(text) || hasManyMarks(text, 600)

/** What is between them is read as it is, however long. A fence that is not closed goes on to the end. */
const fences =
  /(?:^|\n) {0,3}(([`~])\2{2,})[^`\n]*(?:\n[\s\S]*?(?:\n {0,3}\1\2*[ \t]*(?=\n|$)|$)|$)/g

const paragraphsOf = (text: string): readonly string[] =>
  text.replaceAll(fences, '\n\n').split(/\n[ \t]*\n/)

/** Marks of emphasis and beginnings of formulas in one paragraph: each may open a level, and all of the text in it is read for each. */
const hasManyMarks = (text: string, most: number): boolean =>
  paragraphsOf(text).some((paragraph) => (paragraph.match(/[*_~]+|\\[[(]/g)?.length ?? 0) > most)

/** Where something other than letters may begin in a paragraph. */
const beginnings = /[\\`*_~[\]<!&@]|\$\$|www\.|(?:https?|ftp):/g
/** Lines as stand under a heading, or under the names of a table's columns: one to a paragraph, in people's texts. */
const underlines = /\n[ \t|:=-]+(?=\n)/g
const mostUnderlines = 30

/**
 * Characters times beginnings, over all paragraphs; ten lines count as one. Marked looks through the rest of a
 * paragraph at each of them: as many as this take it some 100 ms, and people's texts stay under a tenth of it.
 */
const dearest = 15_000_000

const isTooDear = (text: string): boolean =>
  paragraphsOf(text).reduce((sum, paragraph) => sum + costOf(paragraph), 0) > dearest

function costOf(paragraph: string): number {
  const beginningCount = count(paragraph, beginnings) + count(paragraph, /\n/g) / 10
  if (count(paragraph, underlines) > mostUnderlines) return Infinity
  return paragraph.length * beginningCount + costOfItems(paragraph)
}

const item = String.raw`[ \t>]*(?:[*+-]|\d{1,9}[.)])[ \t]`
const beforeItem = new RegExp(`\\n(?=${item})`)
const isItem = new RegExp(`^${item}`)

/** Marked takes an item's lines one after the other off all that is left of its list: some 2.5 count as one beginning. */
const costOfItems = (paragraph: string): number =>
  paragraph
    .split(beforeItem)
    .filter((text) => isItem.test(text))
    .reduce((sum, text) => sum + (text.length * count(text, /\n/g)) / 2.5, 0)

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

/** Longer blocks than people write by hand are left as they are until they are finished. */
const longestMended = 20_000

/** The block at the end of a growing text, its half-finished marks closed. */
export const mendBlock = (text: string): string =>
  text.length > longestMended || isTooDeep(text) || hasManyMarks(text, 400)
    ? text
    : remend(text, { linkMode: 'text-only' })
