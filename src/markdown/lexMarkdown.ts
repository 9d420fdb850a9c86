import { Marked, type Token } from 'marked'

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

/** Thousands of quote marks, brackets or list levels in a row. */
function isTooDeep(text: string): boolean {
  return (
    new RegExp(
      `(?:[>] ?){${deepest}}|[[({]{${deepest}}|(?:[*+-] ){${deepest}}|[*_~]{${deepest * 4}}`,
    ).test(text) || /^ {120}/m.test(text)
  )
}
