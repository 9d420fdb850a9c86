import { isFields, listOf, type Fields } from './fields.ts'

/** Below two to the 63rd; exact whole numbers end earlier. */
const largestNumber = Number.MAX_SAFE_INTEGER

/** Whether the limits of a schema are numbers, and something is between them. */
export function checkNumbers(schema: Fields, named: readonly unknown[]): string | undefined {
  const isWhole = named.includes('integer')
  for (const name of ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']) {
    const value = schema[name]
    if (value === undefined) continue
    if (typeof value !== 'number' || Math.abs(value) > largestNumber)
      return `"${name}" is a number, of at most 16 digits.`
    if (isWhole && !Number.isInteger(value)) return `"${name}" of an integer is a whole number.`
    if (name === 'multipleOf' && value <= 0) return '"multipleOf" is more than 0.'
  }
  for (const kind of ['Length', 'Items', 'Properties', 'Contains'])
    for (const name of [`min${kind}`, `max${kind}`]) {
      const value = schema[name]
      if (value === undefined) continue
      if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
        return `"${name}" is a whole number, 0 or more.`
      if (value > largestCount) return `"${name}" is at most ${largestCount}.`
    }
  return checkRanges(schema, isWhole)
}

/** Thousands of copies of a rule take memory that a page may not have. */
const largestCount = 10_000

function checkRanges(schema: Fields, isWhole: boolean): string | undefined {
  for (const kind of ['Length', 'Items', 'Properties', 'Contains'])
    if (numberOf(schema[`min${kind}`], 0) > numberOf(schema[`max${kind}`], Infinity))
      return `"min${kind}" is more than "max${kind}".`
  const described = describeRoom(schema)
  if (described !== undefined) return described
  const step = isWhole ? 1 : 0
  const low = Math.max(
    numberOf(schema['minimum'], -Infinity),
    numberOf(schema['exclusiveMinimum'], -Infinity) + step,
  )
  const high = Math.min(
    numberOf(schema['maximum'], Infinity),
    numberOf(schema['exclusiveMaximum'], Infinity) - step,
  )
  return low > high ? 'no number is between its least and its largest.' : undefined
}

/** What a schema does not describe is not in an answer: a least number may ask for more than there can be. */
function describeRoom(schema: Fields): string | undefined {
  // The first of the two that is there is what counts.
  const isOpen = (name: string, otherwise: string): boolean =>
    ![undefined, false].includes((schema[name] ?? schema[otherwise]) as false | undefined)
  const items = Math.max(numberOf(schema['minItems'], 0), numberOf(schema['minContains'], 0))
  if (items > listOf(schema['prefixItems']).length && !isOpen('items', 'unevaluatedItems'))
    return 'it asks for more items than it describes: say in "items" what they are.'
  const names = isFields(schema['properties']) ? Object.keys(schema['properties']).length : 0
  const required = new Set(listOf(schema['required'])).size
  if (numberOf(schema['maxProperties'], Infinity) < required)
    return '"maxProperties" is less than the properties that it requires.'
  const patterns = schema['patternProperties']
  const hasOthers =
    isOpen('additionalProperties', 'unevaluatedProperties') ||
    (isFields(patterns) && Object.keys(patterns).length > 0)
  if (numberOf(schema['minProperties'], 0) > names && !hasOthers)
    return 'it asks for more properties than it names: allow others in "additionalProperties".'
  return undefined
}

const numberOf = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise
