import type { AnswerFormat } from '../engine/engine.ts'
import { findSchemaProblem } from '../engine/schema/findSchemaProblem.ts'
import { longestSchema, mostChoices } from './chatSettingsSchema.ts'
import { parseJson } from './checkFormat.ts'

export type ParsedFormat =
  | { readonly ok: true; readonly format: AnswerFormat }
  | { readonly ok: false; readonly problem: string }

/** A format as a person writes it: choices a line each, or a schema. */
export function formatToText(format: AnswerFormat | undefined): string {
  if (format === undefined) return ''
  return format.kind === 'choices' ? format.choices.join('\n') : format.schema
}

/** What a person wrote, as a format that answers can be held to. */
export function parseFormat(kind: AnswerFormat['kind'], text: string): ParsedFormat {
  if (kind === 'choices') {
    const choices = [...new Set(text.split('\n').map((line) => line.trim()))].filter(Boolean)
    if (choices.length < 2) return { ok: false, problem: 'Write two choices or more, one a line.' }
    if (choices.length > mostChoices)
      return { ok: false, problem: `At most ${mostChoices} choices.` }
    if (choices.some((choice) => choice.length > 500))
      return { ok: false, problem: 'A choice has at most 500 characters.' }
    return { ok: true, format: { kind, choices } }
  }
  if (text.length > longestSchema)
    return { ok: false, problem: `A schema has at most ${longestSchema} characters.` }
  const schema = parseJson(text)
  if (schema === undefined) return { ok: false, problem: 'This is not JSON yet.' }
  if (typeof schema.value !== 'object' || schema.value === null || Array.isArray(schema.value))
    return { ok: false, problem: 'A schema is a JSON object, such as {"type": "object"}.' }
  const problem = findSchemaProblem(schema.value)
  return problem === undefined
    ? { ok: true, format: { kind, schema: text } }
    : { ok: false, problem: `Answers cannot be held to this schema. At ${problem}` }
}
