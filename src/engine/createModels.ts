import { catalogue } from './catalogue/catalogue.ts'
import { type DownloadDeps, type FileCaches, usualLimits } from './download/downloadDeps.ts'
import { createDownloadManager } from './download/downloadManager.ts'
import { describeBlockedHost, isAllowedHost } from './hosts.ts'
import { readPageHosts } from './pageHosts.ts'
import { createModelRegistry, type ModelRegistry } from './modelRegistry.ts'
import { type AppLibraries, createAppLibraries } from './source/appLibraries.ts'
import type { SourceDeps } from './source/fetchSmall.ts'
import { createModelDisk } from './source/createModelDisk.ts'
import type { ModelDisk } from './source/modelDisk.ts'

/** Everything that is known of models in this window, wired to this browser. */
export interface Models {
  readonly registry: ModelRegistry
  readonly disk: ModelDisk
  readonly libraries: AppLibraries
  /** For listing and adding models by address; it keeps to the deployment's hosts. */
  readonly source: SourceDeps
}

export function createModels(): Models {
  const hosts = readPageHosts(document, import.meta.env['VITE_MODEL_HOSTS'] as string | undefined)
  const source: SourceDeps = {
    fetch: (url, init) => fetch(url, init),
    isOnline: () => navigator.onLine,
    findBlockedHost: (url) =>
      isAllowedHost(url, hosts, location.origin) ? undefined : describeBlockedHost(url),
    base: document.baseURI,
  }
  const libraries = createAppLibraries(source)
  const disk = createModelDisk({
    source,
    libraries,
    caches: browserCaches,
    createManager: (onState) => createDownloadManager(downloadDeps(), onState),
  })
  return { registry: createModelRegistry(catalogue), disk, libraries, source }
}

/** A page over a plain line has no caches, no WebGPU, and so no use for any; its chats open all the same. */
const browserCaches: FileCaches = (globalThis as { caches?: FileCaches }).caches ?? {
  open: () => Promise.reject(new Error('This page has no Cache storage: it needs https.')),
}

const downloadDeps = (): DownloadDeps => ({
  fetch: (url, init) => fetch(url, init),
  caches: browserCaches,
  locks: navigator.locks,
  estimate: () => navigator.storage.estimate(),
  isOnline: () => navigator.onLine,
  origin: location.origin,
  now: () => performance.now(),
  random: Math.random,
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds)
    return () => clearTimeout(timer)
  },
  limits: usualLimits,
})
