import { recordSchema, type CatalogueRecord } from '../catalogue/record.ts'
import * as v from 'valibot'

import { idOf } from './modelAddress.ts'
import type { Weights } from './readWeights.ts'

export interface RecordParts {
  readonly name: string
  readonly weights: CatalogueRecord['weights']
  readonly library: CatalogueRecord['library']
  readonly found: Weights
}

/** A record of a model that nobody foresaw; undefined where its figures are none that a model can have. */
export function recordOf({ name, weights, library, found }: RecordParts): CatalogueRecord | undefined {
  const record = v.safeParse(recordSchema, {
    id: idOf(name),
    name,
    role: 'reasoning',
    quantization: found.quantization,
    weights,
    library,
    architecture: found.architecture,
    longestContext: found.longestContext,
    statedDownloadBytes: found.bytes,
    licence: 'Not stated',
    template: found.template,
    sampling: found.sampling,
    figures: [],
  })
  return record.success ? record.output : undefined
}

/** The library of a model of ours that has the same architecture, if there is one. */
export function findSisterLibrary(
  found: Weights,
  records: readonly CatalogueRecord[],
): CatalogueRecord['library'] | undefined {
  const wanted = JSON.stringify(comparable(found))
  const sister = records.find(
    (record) => record.library.kind === 'app' && JSON.stringify(comparable(record)) === wanted,
  )
  return sister?.library
}

/** How much is read at once is the library's own affair. */
function comparable({
  architecture,
  quantization,
  template,
}: Pick<CatalogueRecord, 'architecture' | 'quantization' | 'template'>): unknown {
  const { prefillChunk: _, ...shape } = architecture
  const inOrder = Object.entries(shape).toSorted(([one], [other]) => one.localeCompare(other))
  return [inOrder, quantization, template]
}
