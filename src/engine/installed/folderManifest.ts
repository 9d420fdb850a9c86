import * as v from 'valibot'

import { recordSchema, type CatalogueRecord } from '../catalogue/record.ts'
import { modelFilesSchema, type ModelFiles } from '../download/modelFiles.ts'

const plainName = /^(?!.*\.\.)[\w-][\w.-]*(\/[\w-][\w.-]*)*$/

/**
 * The `manifest.json` of an exported model: the list that `model.build` writes of its own folders, so that a
 * web server can offer the folder as it is, and what the app needs to take the model back.
 */
const exportedSchema = v.object({
  version: v.literal(1),
  base: v.pipe(v.string(), v.regex(/^resolve\/[\w.-]+\/$/)),
  ponder: v.object({
    version: v.literal(1),
    record: recordSchema,
    files: v.pipe(
      modelFilesSchema,
      v.check(({ files }) => files.every(({ name }) => plainName.test(name)), 'A name is a path.'),
    ),
  }),
})

export interface ExportedModel {
  readonly record: CatalogueRecord
  /** The folder inside the folder that holds the files. */
  readonly base: string
  readonly files: ModelFiles
}

/** Where an export puts its files. */
export const exportedBase = 'resolve/exported/'

/** SHA-256 by file name, in the order of the files. */
export type Sums = ReadonlyMap<string, string>

export function createFolderManifest(
  { record, files }: Omit<ExportedModel, 'base'>,
  sums: Sums,
): string {
  const manifest = {
    version: 1,
    model: record.id,
    quantization: record.quantization,
    library: files.files.find(({ url }) => url === files.libraryUrl)?.name,
    revision: '00000000',
    base: exportedBase,
    files: files.files.map(({ name, bytes }) => ({
      path: exportedBase + name,
      bytes,
      sha256: sums.get(name),
    })),
    ponder: { version: 1, record, files },
  }
  return `${JSON.stringify(manifest, undefined, 1)}\n`
}

/** Undefined where the manifest is not one of an export; the folder may still be a model's. */
export function readFolderManifest(value: unknown): ExportedModel | undefined {
  const result = v.safeParse(exportedSchema, value)
  if (!result.success) return undefined
  const { base, ponder } = result.output
  return { record: ponder.record, base, files: ponder.files }
}
