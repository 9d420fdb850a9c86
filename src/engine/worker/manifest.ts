import * as v from 'valibot'

const manifestSchema = v.object({
  version: v.literal(1),
  revision: v.pipe(v.string(), v.regex(/^[0-9a-f]{8,64}$/)),
  library: v.pipe(v.string(), v.regex(/^[\w.-]+\.wasm$/)),
})

export type Manifest = v.InferOutput<typeof manifestSchema>

/** The parts of a model folder's manifest that loading needs. Throws when it is not one. */
export const readManifest = (value: unknown): Manifest => v.parse(manifestSchema, value)
