import { catalogue } from '../../src/engine/catalogue/catalogue.ts'
import type { Models } from '../../src/engine/createModels.ts'
import { createModelRegistry } from '../../src/engine/modelRegistry.ts'

/** Models of a browser that has none of them here and no network. */
export function createFakeModels(): Models {
  const why = { kind: 'offline', detail: 'A test has no network.' } as const
  return {
    registry: createModelRegistry(catalogue),
    disk: {
      list: () => Promise.resolve({ kind: 'failed', error: why }),
      findKept: () => Promise.resolve(undefined),
      listStored: () => Promise.resolve([]),
      isWhole: () => Promise.resolve(false),
      bring: () => Promise.resolve({ kind: 'failed', error: why }),
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
