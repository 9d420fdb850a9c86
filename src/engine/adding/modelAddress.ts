import type { CatalogueRecord } from '../catalogue/record.ts'

type Weights = Exclude<CatalogueRecord['weights'], { kind: 'app' } | { kind: 'local' }>

export interface ModelAddress {
  readonly weights: Weights
  /** What a model from there is called until somebody says better. */
  readonly name: string
}

const hubHosts = ['huggingface.co', 'www.huggingface.co', 'hf.co']

/** The address of a folder of weights as people copy it from a browser; undefined when it is none. */
export function readModelAddress(text: string): ModelAddress | undefined {
  const url = URL.parse(text.trim())
  if (url === null || !isFetchable(url) || url.username !== '') return undefined
  return hubHosts.includes(url.host) ? readHub(url) : readFolder(url)
}

/** Encrypted, or on this machine. */
const isFetchable = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname))

function readHub({ pathname }: URL): ModelAddress | undefined {
  const [owner = '', name = '', kind, revision = 'main'] = pathname.split('/').filter(Boolean)
  const isPlain = [owner, name].every((part) => /^[\w-][\w.-]*$/.test(part))
  if (!isPlain || (kind !== undefined && kind !== 'tree' && kind !== 'resolve')) return undefined
  const isPinned = /^[0-9a-f]{40}$/.test(revision)
  if (!isPinned && revision !== 'main') return undefined
  return { weights: { kind: 'hub', repository: `${owner}/${name}`, revision, isPinned }, name }
}

function readFolder({ origin, pathname }: URL): ModelAddress {
  // Of a file in the folder, the folder is meant; a query or fragment names no folder.
  const path = pathname.replace(/[^/]+\.json$/, '').replace(/\/?$/, '/')
  const parts = path.split('/').filter(Boolean)
  const at = parts.indexOf('resolve')
  const name = (at > 0 ? parts[at - 1] : parts.at(-1)) ?? 'A model'
  return { weights: { kind: 'url', folder: origin + path }, name: decodeURIComponent(name) }
}

/** An id that is free to use in keys and addresses. */
export const idOf = (name: string): string =>
  name
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 100) || 'model'
