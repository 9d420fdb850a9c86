import * as v from 'valibot'

import { recordSchema, type CatalogueRecord } from './record.ts'

const manifestSchema = v.object({
  version: v.literal(1),
  models: v.pipe(
    v.array(recordSchema),
    v.maxLength(200),
    v.check(
      (models) => new Set(models.map(({ id }) => id)).size === models.length,
      'Two models have the same id.',
    ),
    // A manifest from elsewhere must not point into this app's own folder.
    v.check(
      (models) => models.every(({ weights: { kind } }) => kind === 'hub' || kind === 'url'),
      'Only this app may list weights of its own.',
    ),
  ),
})

export type ManifestReading =
  | { readonly kind: 'models'; readonly models: readonly CatalogueRecord[] }
  | { readonly kind: 'refused'; readonly why: string }

/** A list of models from elsewhere; one wrong field refuses the whole list and names the field. */
export function readModelManifest(value: unknown): ManifestReading {
  const result = v.safeParse(manifestSchema, value)
  if (result.success) return { kind: 'models', models: result.output.models }
  const [issue] = result.issues
  const path = v.getDotPath(issue)
  return { kind: 'refused', why: path === null ? issue.message : `${path}: ${issue.message}` }
}
