import { usualLimits } from '../../../../src/engine/download/downloadDeps.ts'
import { createHash } from 'node:crypto'

import type { DownloadDeps } from '../../../../src/engine/download/downloadDeps.ts'
import {
  createDownloadManager,
  type DownloadManager,
} from '../../../../src/engine/download/downloadManager.ts'
import type { DownloadState } from '../../../../src/engine/download/downloadState.ts'
import { type ModelFiles, readModelFiles } from '../../../../src/engine/download/modelFiles.ts'
import { createFakeCaches, createFakeLocks, type FakeCaches } from './fakeBrowser.ts'
import { type FaultServer, startFaultServer } from '../../../fakes/faultServer/faultServer.ts'

export interface Download {
  readonly server: FaultServer
  readonly caches: FakeCaches
  readonly model: ModelFiles
  readonly states: DownloadState[]
  readonly manager: DownloadManager
  /** Another page on the same storage and locks. */
  openPage(changes?: Partial<DownloadDeps>): DownloadManager
  /** What WebLLM would find under a file's key. */
  kept(name: string): Promise<Uint8Array | undefined>
  readonly delays: number[]
}

export const sizes = { 'mlc-chat-config.json': 40, 'nano.wasm': 3_000, 'params_shard_0.bin': 9_000 }
export const shard = 'params_shard_0.bin'

/** A server with a small model on it, and a page that downloads from it. */
export async function createDownload(changes: Partial<DownloadDeps> = {}): Promise<Download> {
  const server = await startFaultServer()
  const caches = createFakeCaches()
  const locks = createFakeLocks()
  const states: DownloadState[] = []
  const delays: number[] = []
  const files = Object.entries(sizes).map(([name, bytes], index) => {
    const content = Uint8Array.from({ length: bytes }, (_, at) => (at * 7 + index * 31) % 251)
    server.filesByName.set(name, content)
    const sha256 = createHash('sha256').update(content).digest('hex')
    return { path: `resolve/abc/${name}`, bytes, sha256 }
  })
  const revision = '0123abcd'
  const manifest = { version: 1, revision, base: 'resolve/abc/', library: 'nano.wasm', files }
  const listed = readModelFiles('nano', manifest, `${server.origin}/m/manifest.json`)
  const model: ModelFiles = { ...listed, libraryUrl: listed.libraryUrl ?? '' }
  const openPage = (more: Partial<DownloadDeps> = {}): DownloadManager =>
    createDownloadManager(
      {
        fetch: (url, init) => fetch(url, init),
        caches,
        locks,
        estimate: async () => ({}),
        isOnline: () => true,
        origin: server.origin,
        now: () => performance.now(),
        random: () => 0.5,
        // Waiting costs no time here; the silence limit is the one long wait, and is never reached.
        after(milliseconds, run) {
          if (milliseconds === 60_000) return () => undefined
          delays.push(milliseconds)
          const timer = setTimeout(run, 0)
          return () => clearTimeout(timer)
        },
        limits: {
          ...usualLimits,
          parallel: 2,
          pieceBytes: 2_000,
          silenceMs: 60_000,
          tries: 3,
          firstDelayMs: 100,
          longestDelayMs: 1_000,
        },
        ...changes,
        ...more,
      },
      (state) => states.push(state),
    )

  return {
    server,
    caches,
    model,
    states,
    delays,
    manager: openPage(),
    openPage,
    async kept(name) {
      const file = model.files.find((one) => one.name === name)
      const entry = caches.entriesByCache.get(file?.cache ?? '')?.get(file?.url ?? '')
      return entry === undefined ? undefined : new Uint8Array(entry.bytes)
    },
  }
}

export const never = (): AbortSignal => new AbortController().signal
