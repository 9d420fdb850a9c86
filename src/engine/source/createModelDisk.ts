import type { CatalogueRecord } from '../catalogue/record.ts'
import type { FileCaches } from '../download/downloadDeps.ts'
import type { DownloadManager } from '../download/downloadManager.ts'
import type { DownloadEnd, DownloadState } from '../download/downloadState.ts'
import { isQuotaError } from '../download/fetchRest.ts'
import { matchesHash } from '../download/hashBytes.ts'
import { createKeptFiles } from '../download/keptFiles.ts'
import type { ModelFiles } from '../download/modelFiles.ts'
import type { ModelId } from '../engine.ts'
import type { AppLibraries } from './appLibraries.ts'
import type { SourceDeps } from './fetchSmall.ts'
import { createKeptListings } from './keptListings.ts'
import { listFiles } from './listFiles.ts'
import { type Listing, ListingFailed } from './listing.ts'
import type { Brought, ModelDisk } from './modelDisk.ts'

export interface ModelDiskDeps {
  readonly source: SourceDeps
  readonly libraries: AppLibraries
  readonly caches: FileCaches
  /** Makes the one download manager, which tells its states to the function given. */
  readonly createManager: (onState: (state: DownloadState) => void) => DownloadManager
}

export function createModelDisk(deps: ModelDiskDeps): ModelDisk {
  const { source, libraries, caches } = deps
  const listings = createKeptListings(caches)
  const kept = createKeptFiles(caches)
  const listeners = new Set<(state: DownloadState) => void>()
  const manager = deps.createManager((state) => {
    for (const listener of listeners) listener(state)
  })

  async function ask(record: CatalogueRecord, signal: AbortSignal): Promise<Listing> {
    try {
      return { kind: 'listed', files: await listFiles(record, source, libraries, signal) }
    } catch (thrown) {
      if (thrown instanceof ListingFailed) return { kind: 'failed', error: thrown.error }
      throw thrown
    }
  }

  async function list(record: CatalogueRecord, signal: AbortSignal): Promise<Listing> {
    const known = await listings.find(record.id)
    if (known !== undefined && record.weights.kind !== 'app')
      return { kind: 'listed', files: await renewLibrary(record, known, signal) }
    const asked = await ask(record, signal)
    // What comes with the app changes with the app; without its host it is what it was.
    return asked.kind === 'failed' && known !== undefined ? { kind: 'listed', files: known } : asked
  }

  /** Weights stay as they came; their library is this app's and changes with it, and with its WebLLM. */
  async function renewLibrary(
    { library }: CatalogueRecord,
    known: ModelFiles,
    signal: AbortSignal,
  ): Promise<ModelFiles> {
    if (library.kind !== 'app') return known
    const own = await libraries.find(library.file, signal)
    if (own.kind !== 'here' || own.file.url === known.libraryUrl) return known
    const others = known.files.filter(({ url }) => url !== known.libraryUrl)
    return { ...known, libraryUrl: own.file.url, files: [...others, own.file] }
  }

  /** What an older listing had and this one has not is nobody's any more. */
  async function removeStale(
    before: ModelFiles | undefined,
    now: ModelFiles,
    signal: AbortSignal,
  ): Promise<void> {
    const used = new Set(now.files.map(({ url }) => url))
    const stale = (before?.files ?? []).filter(({ url }) => !used.has(url))
    if (before !== undefined && stale.length > 0)
      await removeUnshared({ ...before, files: stale }, signal)
  }

  /** A library of one address may serve two models. */
  async function removeUnshared(files: ModelFiles, signal: AbortSignal): Promise<void> {
    const others = (await listings.all()).filter((one) => one.id !== files.id)
    const shared = new Set(others.flatMap((one) => one.files.map(({ url }) => url)))
    const own = files.files.filter(({ url }) => !shared.has(url))
    await manager.remove({ ...files, files: own }, signal)
  }

  async function isWhole({ files }: ModelFiles): Promise<boolean> {
    for (const file of files) if (!(await kept.has(file))) return false
    return true
  }

  async function bring(record: CatalogueRecord, signal: AbortSignal): Promise<Brought> {
    const listing = await list(record, signal)
    if (listing.kind === 'failed') return listing
    // No lock and no state for what is here: another tab may be fetching for an hour.
    if (await isWhole(listing.files)) {
      await listings.keep(listing.files)
      return { kind: 'here', files: listing.files }
    }
    const end = await fetchFiles(listing.files, signal)
    if (end.status !== 'failed' || end.error.kind !== 'integrity')
      return broughtOf(end, listing.files)
    // A branch may have moved on since its files were listed.
    const fresh = await ask(record, signal)
    if (fresh.kind === 'failed' || isSame(fresh.files, listing.files))
      return broughtOf(end, listing.files)
    return broughtOf(await fetchFiles(fresh.files, signal), fresh.files)
  }

  async function fetchFiles(files: ModelFiles, signal: AbortSignal): Promise<DownloadEnd> {
    // Before the first byte, so that even a part of a model can be found and removed.
    await listings.keep(files)
    return manager.download(files, signal)
  }

  return {
    list,
    findKept: (id) => listings.find(id),
    isWhole,
    async listStored() {
      const stored: ModelId[] = []
      for (const files of await listings.all()) if (await isWhole(files)) stored.push(files.id)
      return stored
    },
    async bring(record, signal) {
      try {
        const before = await listings.find(record.id)
        const brought = await bring(record, signal)
        if (brought.kind === 'here') await removeStale(before, brought.files, signal)
        return brought
      } catch (thrown) {
        if (signal.aborted) return { kind: 'paused' }
        const kind = isQuotaError(thrown) ? 'quota' : 'crash'
        return { kind: 'failed', error: { kind, detail: String(thrown) } }
      }
    },
    verify: (files, signal) => manager.verify(files, signal),
    async remove(id, signal) {
      const listing = await listings.find(id)
      if (listing === undefined) return
      await removeUnshared(listing, signal)
      await listings.forget(id)
    },
    async keepListing(files) {
      await listings.keep(files)
    },
    async keepFile(file, bytes) {
      if (bytes.byteLength !== file.bytes || !(await matchesHash(bytes, file.hash))) return false
      await kept.keep(file, bytes)
      return true
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function broughtOf(end: DownloadEnd, files: ModelFiles): Brought {
  if (end.status === 'done') return { kind: 'here', files }
  return end.status === 'paused' ? { kind: 'paused' } : { kind: 'failed', error: end.error }
}

const isSame = (one: ModelFiles, other: ModelFiles): boolean =>
  JSON.stringify(one.files) === JSON.stringify(other.files)
