import { createHash } from 'node:crypto'

import { nanoRecord } from '../../../../src/engine/catalogue/nanoRecord.ts'
import type { CatalogueRecord } from '../../../../src/engine/catalogue/record.ts'
import { usualLimits } from '../../../../src/engine/download/downloadDeps.ts'
import { createDownloadManager } from '../../../../src/engine/download/downloadManager.ts'
import type {
  InstalledModel,
  InstalledStore,
} from '../../../../src/engine/installed/installedModel.ts'
import { createModelRegistry, type ModelRegistry } from '../../../../src/engine/modelRegistry.ts'
import { createModelShelf, type ModelShelf } from '../../../../src/engine/shelf/modelShelf.ts'
import type { ShelfDeps } from '../../../../src/engine/shelf/shelfDeps.ts'
import type { SourceDeps } from '../../../../src/engine/source/fetchSmall.ts'
import { hubOrigin } from '../../../../src/engine/source/weightsFolder.ts'
import { createModelDisk } from '../../../../src/engine/source/createModelDisk.ts'
import { type FaultServer, startFaultServer } from '../../../fakes/faultServer/faultServer.ts'
import { createFakeCaches, createFakeLocks, type FakeCaches } from '../download/fakeBrowser.ts'

/** A page with a shelf, a server with two small models that share a library, and what both left behind. */
export interface ShelfBench {
  readonly server: FaultServer
  readonly caches: FakeCaches
  readonly stored: Map<string, InstalledModel>
  readonly registry: ModelRegistry
  readonly shelf: ModelShelf
  readonly source: SourceDeps
  /** Models that were given to the engine. */
  readonly used: string[]
  /** Models that the engine was asked to let go of. */
  readonly left: string[]
  readonly first: CatalogueRecord
  readonly second: CatalogueRecord
  isOnline: boolean
  /** What a trial of the graphics memory asks. */
  readonly browser: { gpu?: unknown }
  goOnline(): void
  /** Another page on the same disk. */
  openPage(): ShelfBench
  kept(cache: string): string[]
  close(): Promise<void>
}

const shard = (seed: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: 9_000 }, (_, at) => (at * 7 + seed) % 251)

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export async function createShelfBench(): Promise<ShelfBench> {
  const server = await startFaultServer()
  const caches = createFakeCaches()
  const locks = createFakeLocks()
  const stored = new Map<string, InstalledModel>()
  const library = Uint8Array.from({ length: 3_000 }, (_, at) => at % 249)
  server.filesByName.set('shared.wasm', library)
  for (const [name, seed] of [
    ['first', 1],
    ['second', 2],
  ] as const) {
    const files = [
      [`${name}.bin`, shard(seed)],
      ['mlc-chat-config.json', new TextEncoder().encode('{}')],
    ] as const
    for (const [file, bytes] of files) server.filesByName.set(file, Uint8Array.from(bytes))
    const listed = files.map(([file, bytes]) => ({
      path: `resolve/abc/${file}`,
      bytes: bytes.length,
      sha256: sha256(bytes),
    }))
    const manifest = { version: 1, revision: 'abcdef01', base: 'resolve/abc/', files: listed }
    server.filesByName.set(`${name}.json`, new TextEncoder().encode(JSON.stringify(manifest)))
  }
  const bench = openPage()
  return bench

  function recordOf(name: string): CatalogueRecord {
    return {
      ...nanoRecord,
      id: name,
      name: `Model ${name}`,
      role: 'reasoning',
      weights: { kind: 'url', folder: `${server.origin}/${name}/` },
      library: { kind: 'url', url: `${server.origin}/libraries/shared.wasm` },
    }
  }

  function openPage(): ShelfBench {
    const first = recordOf('first')
    const second = recordOf('second')
    const registry = createModelRegistry([nanoRecord, first, second])
    const browser: { gpu?: unknown } = {}
    const used: string[] = []
    const left: string[] = []
    const online: (() => void)[] = []
    const toServer = (url: string): string => url.replace(hubOrigin, server.origin)
    const source: SourceDeps = {
      // A folder's manifest has the folder's name here, as the server knows files by name.
      fetch: (url, init) =>
        fetch(toServer(url).replace(/\/(\w+)\/manifest\.json$/, '/$1/$1.json'), init),
      isOnline: () => page.isOnline,
      findBlockedHost: () => undefined,
      base: 'https://ponder.example/app/',
    }
    const disk = createModelDisk({
      source,
      libraries: { find: () => Promise.resolve({ kind: 'missing' }) },
      caches,
      createManager: (onState) =>
        createDownloadManager(
          {
            fetch: (url, init) => fetch(toServer(url), init),
            caches,
            locks,
            estimate: async () => ({}),
            isOnline: () => page.isOnline,
            origin: 'https://ponder.example',
            now: () => performance.now(),
            random: () => 0.5,
            after(milliseconds, run) {
              if (milliseconds === 60_000) return () => undefined
              const timer = setTimeout(run, 0)
              return () => clearTimeout(timer)
            },
            limits: { ...usualLimits, pieceBytes: 2_000, silenceMs: 60_000, tries: 3 },
          },
          onState,
        ),
    })
    const store: InstalledStore = {
      list: async () => [...stored.values()],
      put: async (model) => void stored.set(model.record.id, model),
      remove: async (id) => void stored.delete(id),
    }
    const deps: ShelfDeps = {
      disk,
      registry,
      store,
      caches,
      estimate: async () => ({}),
      probe: async () => ({
        gpu: { kind: 'no-webgpu' },
        memory: { kind: 'unknown' },
        isPhone: false,
      }),
      browser,
      findLacking: async () => new Set(),
      persist: async () => true,
      isPersisted: async () => false,
      onOnline: (listener) => void online.push(listener),
      now: () => 1_700_000_000_000,
      leave: async (id) => void left.push(id),
      prepareUse: () => async (id) => void used.push(id),
    }
    const page: ShelfBench = {
      server,
      caches,
      stored,
      registry,
      used,
      left,
      source,
      first,
      second,
      shelf: createModelShelf(deps),
      isOnline: true,
      browser,
      goOnline() {
        page.isOnline = true
        for (const listener of online) listener()
      },
      openPage,
      kept: (cache) =>
        [...(caches.entriesByCache.get(cache)?.keys() ?? [])].map(
          (url) => url.split('/').at(-1) ?? '',
        ),
      close: () => server.close(),
    }
    return page
  }
}
