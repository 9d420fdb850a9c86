import type { AnswerFormat } from '../engine.ts'
import { findSchemaProblem } from '../schema/findSchemaProblem.ts'

/** As WebLLM hands it to xgrammar; `grammar` is GBNF. */
export type GrammarFormat =
  | { readonly type: 'grammar'; readonly grammar: string }
  | { readonly type: 'json_object'; readonly schema: string }

/** What the answer must look like, in the words of the library that holds it to that. */
export function formatToGrammar(format: AnswerFormat): GrammarFormat {
  switch (format.kind) {
    case 'choices':
      return { type: 'grammar', grammar: `root ::= ${format.choices.map(quote).join(' | ')}` }
    case 'schema':
      return { type: 'json_object', schema: format.schema }
  }
}

/** Why answers cannot be held to a format: one of an old chat, or of another's, was never in our form. */
export function findFormatProblem(format: AnswerFormat | undefined): string | undefined {
  if (format?.kind !== 'schema') return undefined
  try {
    return findSchemaProblem(JSON.parse(format.schema))
  } catch {
    return 'It is not JSON.'
  }
}

/** A text as a grammar's literal: what could end it or mean something in it is written as a code point. */
const quote = (text: string): string =>
  `"${Array.from(text, (sign) => (/[\w ]/.test(sign) ? sign : escapeSign(sign))).join('')}"`

const escapeSign = (sign: string): string =>
  `\\U${(sign.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`
