import type { AnswerFormat } from '../engine/engine.ts'

/** Why an answer is not what its format asks for, in words; undefined when it is. */
export async function findMismatch(
  format: AnswerFormat,
  answer: string,
): Promise<string | undefined> {
  const text = answer.trim()
  if (format.kind === 'choices')
    return format.choices.some((choice) => choice.trim() === text)
      ? undefined
      : 'it is none of the choices'
  const value = parseJson(text)
  if (value === undefined) return 'it is not JSON, or its end is missing'
  const schema = parseJson(format.schema)
  if (schema === undefined || typeof schema.value !== 'object' || schema.value === null)
    return 'the schema itself is not one'
  // Loaded when a schema is first used. It interprets schemas, so that the page compiles nothing.
  const { Validator } = await import('@cfworker/json-schema')
  const { valid, errors } = new Validator(schema.value).validate(value.value)
  if (valid) return undefined
  const last = errors.at(-1)
  return last === undefined ? 'it does not match' : `at ${last.instanceLocation}: ${last.error}`
}

/** A JSON text's value; undefined where it is none. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}
