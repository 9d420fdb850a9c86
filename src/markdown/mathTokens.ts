import type { TokenizerAndRendererExtension, Tokens } from 'marked'

/** A formula between its delimiters. */
export interface MathToken extends Tokens.Generic {
  readonly type: 'math'
  readonly raw: string
  readonly formula: string
  readonly isBlock: boolean
}

/** How formulas are written, R1's ways first; a bare \boxed{…} is one too. */
const forms: readonly (readonly [pattern: RegExp, isBlock: boolean])[] = [
  [/^\\\[([\s\S]+?)\\\]/, true],
  [/^\$\$([\s\S]+?)\$\$/, true],
  [/^\\\(([\s\S]+?)\\\)/, false],
  [/^(\\boxed\{(?:[^{}]|\{[^{}]*\})*\})/, false],
]

const starts = ['\\[', '$$', '\\(', '\\boxed{']

function matchMath(source: string): MathToken | undefined {
  for (const [pattern, isBlock] of forms) {
    const match = pattern.exec(source)
    if (match !== null) return { type: 'math', raw: match[0], formula: match[1] ?? '', isBlock }
  }
  return undefined
}

/** Formulas as tokens for marked's lexer; they come before its own rules, which would drop backslashes. */
export const mathExtension: TokenizerAndRendererExtension = {
  name: 'math',
  level: 'inline',
  start(source) {
    const found = starts.map((start) => source.indexOf(start)).filter((at) => at !== -1)
    return found.length === 0 ? undefined : Math.min(...found)
  },
  tokenizer: matchMath,
}
