import * as v from 'valibot'

/** Ids stand inside keys, so no slash can be part of one. */
export const idSchema = v.pipe(v.string(), v.regex(/^[\w-]{1,128}$/))

/** Milliseconds since 1970. */
export const timeSchema = v.pipe(v.number(), v.finite())

/** The same, of which a date can be made. */
export const dateSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15))

export const countSchema = v.pipe(v.number(), v.integer(), v.minValue(0))
