import { catalogue } from '../../src/engine/catalogue/catalogue.ts'
import type { CatalogueRecord } from '../../src/engine/catalogue/record.ts'
import type { Models } from '../../src/engine/createModels.ts'
import type { ModelFiles } from '../../src/engine/download/modelFiles.ts'
import { createModelRegistry } from '../../src/engine/modelRegistry.ts'
import { localFolder } from '../../src/engine/source/weightsFolder.ts'

/** Models of a browser that has every one of them here, without a file of theirs, and no network. */
export function createFakeModels(): Models {
  const filesOf = ({ id }: CatalogueRecord): ModelFiles => {
    const folder = localFolder(id)
    return { id, weightsUrl: folder, libraryUrl: `${folder}a.wasm`, files: [], trust: 'stated' }
  }
  const why = { kind: 'offline', detail: 'A test has no network.' } as const
  return {
    registry: createModelRegistry(catalogue),
    disk: {
      list: (record) => Promise.resolve({ kind: 'listed', files: filesOf(record) }),
      findKept: () => Promise.resolve(undefined),
      listStored: () => Promise.resolve([]),
      isWhole: () => Promise.resolve(true),
      bring: (record) => Promise.resolve({ kind: 'here', files: filesOf(record) }),
      verify: () => Promise.resolve([]),
      remove: () => Promise.resolve(),
      keepListing: () => Promise.resolve(),
      keepFile: () => Promise.resolve(true),
      subscribe: () => () => undefined,
    },
    libraries: { find: () => Promise.resolve({ kind: 'unknown', why }) },
    source: {
      fetch: () => Promise.reject(new TypeError('A test has no network.')),
      isOnline: () => false,
      findBlockedHost: () => undefined,
      base: 'https://a.example/app/',
    },
  }
}
