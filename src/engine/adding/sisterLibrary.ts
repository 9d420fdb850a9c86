import type { CatalogueRecord } from '../catalogue/record.ts'

type Shape = Pick<CatalogueRecord, 'architecture' | 'quantization' | 'template'>

/** The library of a model of ours that is built alike, if there is one. Loading compares it once more. */
export function findSisterLibrary(
  found: Shape,
  records: readonly CatalogueRecord[],
): CatalogueRecord['library'] | undefined {
  const wanted = shapeOf(found)
  return records.find((record) => record.library.kind === 'app' && shapeOf(record) === wanted)
    ?.library
}

/** How much is read at once is the library's own affair. */
function shapeOf({ architecture, quantization, template }: Shape): string {
  const figures = Object.entries(architecture).filter(([name]) => name !== 'prefillChunk')
  const inOrder = figures.toSorted(([one], [other]) => one.localeCompare(other))
  return JSON.stringify([inOrder, quantization, template])
}
