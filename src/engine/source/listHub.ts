import type { CatalogueRecord } from '../catalogue/record.ts'
import { cacheOf } from '../download/modelFiles.ts'
import { fetchJson, type SourceDeps } from './fetchSmall.ts'
import { readHubTree } from './hubTree.ts'
import { pinWeights } from './hubCommit.ts'
import { listFolder, type ListedWeights } from './listFolder.ts'
import { ListingFailed } from './listing.ts'
import { requireFiles } from './requireFiles.ts'
import { hubOrigin, weightsFolder } from './weightsFolder.ts'

/** What WebLLM fetches of a folder; anything else in it is not ours to download. */
const isNeeded = (path: string): boolean =>
  /^(mlc-chat-config\.json|tensor-cache\.json|tokenizer\.(json|model)|params_shard_\d+\.bin)$/.test(
    path,
  )

/** A repository on the hub, by the hub's own list of its files at one commit, where it names one. */
export async function listHub(
  record: CatalogueRecord,
  weights: CatalogueRecord['weights'] & { kind: 'hub' },
  deps: SourceDeps,
  signal: AbortSignal,
): Promise<ListedWeights> {
  const pinned = await pinWeights(weights, deps, signal)
  const weightsUrl = weightsFolder({ id: record.id, weights: pinned })
  const { repository, revision } = pinned
  const commit = pinned.isPinned ? { commit: revision } : {}
  const url = `${hubOrigin}/api/models/${repository}/tree/${revision}?recursive=1`
  const answer = await fetchJson(deps, url, signal)
  if (answer === undefined)
    throw new ListingFailed('network', `${hubOrigin} has no ${repository} at ${revision}.`)
  const tree = readHubTree(answer)
  if (tree === undefined)
    return { ...(await listFolder(record.id, weightsUrl, deps, signal)), ...commit }
  const named = new Map(tree.map((file) => [file.path, file]))
  requireFiles(weightsUrl, (name) => named.has(name))
  const ownLibrary = record.library.kind === 'folder' ? record.library.file : undefined
  const files = tree
    .filter(({ path }) => isNeeded(path) || path === ownLibrary)
    // WebLLM reads `tokenizer.model` only where there is no `tokenizer.json`.
    .filter(({ path }) => path !== 'tokenizer.model' || !named.has('tokenizer.json'))
    .map(({ path, bytes, hash }) => ({
      name: path,
      url: new URL(path, weightsUrl).href,
      cache: cacheOf(path),
      bytes,
      hash,
    }))
  return { id: record.id, weightsUrl, files, trust: 'stated', ...commit }
}
