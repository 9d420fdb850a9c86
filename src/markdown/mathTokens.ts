import type { TokenizerAndRendererExtension, Tokens } from 'marked'

/** A formula between its delimiters. */
export interface MathToken extends Tokens.Generic {
  readonly type: 'math'
  readonly raw: string
  readonly formula: string
  readonly isBlock: boolean
}

/** How formulas are written, R1's ways first. */
const delimiters: readonly (readonly [open: string, close: string, isBlock: boolean])[] = [
  ['\\[', '\\]', true],
  ['$$', '$$', true],
  ['\\(', '\\)', false],
]

/** A bare \boxed{…} is a formula too. */
const boxed = /^\\boxed\{(?:[^{}]|\{[^{}]*\})*\}/
const environment =
  /^\\begin\{((?:equation|align|alignat|gather|split|cases|array|aligned|gathered|(?:small|[bBpvV])?matrix)\*?)\}/

/** Longer than any honest formula; what a hostile text can make us look through. */
const longest = 5000

/** The formula that a text begins with. */
function readFormula(whole: string): MathToken | undefined {
  const source = whole.slice(0, longest)
  for (const [open, close, isBlock] of delimiters) {
    if (!source.startsWith(open)) continue
    const end = source.indexOf(close, open.length)
    const formula = source.slice(open.length, end)
    if (end === -1 || formula.trim() === '') return undefined
    return { type: 'math', raw: source.slice(0, end + close.length), formula, isBlock }
  }
  const name = environment.exec(source)?.[1]
  if (name !== undefined) {
    const close = `\\end{${name}}`
    const end = source.indexOf(close)
    if (end === -1) return undefined
    const raw = source.slice(0, end + close.length)
    return { type: 'math', raw, formula: raw, isBlock: true }
  }
  const raw = boxed.exec(source)?.[0]
  return raw === undefined ? undefined : { type: 'math', raw, formula: raw, isBlock: false }
}

const blockStart = /(?:^|\n) {0,3}(?=\\\[|\$\$|\\begin\{)/g

/** The formula that a text begins with, if it stands on lines of its own. */
function readBlockFormula(source: string): MathToken | undefined {
  const indent = /^ {0,3}/.exec(source)?.[0] ?? ''
  const token = readFormula(source.slice(indent.length, indent.length + longest))
  if (token?.isBlock !== true) return undefined
  const before = indent + token.raw
  // A full stop after the delimiter belongs to the sentence that the formula is part of.
  const rest = /^([.,;:]?)[ \t]*(?:\n+|$)/.exec(
    source.slice(before.length, before.length + longest),
  )
  if (rest === null) return undefined
  return { ...token, raw: before + rest[0], formula: token.formula + (rest[1] ?? '') }
}

/** Formulas on lines of their own: taken before Markdown sees a list or a heading in their lines. */
export const mathBlockExtension: TokenizerAndRendererExtension = {
  name: 'mathBlock',
  level: 'block',
  // Asked where a paragraph is cut short; the rest of the text is not looked through for each of them.
  start(source) {
    const [paragraph = ''] = source.split(/\n[ \t]*\n/, 1)
    for (const { index } of paragraph.matchAll(blockStart)) {
      const at = source[index] === '\n' ? index + 1 : index
      if (readBlockFormula(source.slice(at)) !== undefined) return at
    }
    return undefined
  },
  tokenizer: readBlockFormula,
}

/** Formulas inside a line; they come before marked's own rules, which would drop backslashes. */
export const mathExtension: TokenizerAndRendererExtension = {
  name: 'math',
  level: 'inline',
  start(source) {
    const at = source.search(/\\[[(]|\$\$|\\boxed\{|\\begin\{/)
    return at === -1 ? undefined : at
  },
  tokenizer: readFormula,
}

/** Where a formula on its own lines begins that may still be closed by what comes; the text's end if none. */
export function openFormulaAt(text: string): number {
  for (const match of text.matchAll(blockStart)) {
    const at = match.index + match[0].length
    const isOpen = text.length - at < longest && readFormula(text.slice(at)) === undefined
    if (isOpen) return match.index
  }
  return text.length
}
