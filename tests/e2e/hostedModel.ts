import { createHash } from 'node:crypto'

import { readFolder } from '../fakes/faultServer/readFolder.ts'

const nano = new URL('../../public/models/nano', import.meta.url).pathname

type Files = Map<string, Uint8Array<ArrayBuffer>>

/** The embedded model as if it were somebody else's, far away: it loads in seconds and answers rightly. */
export const readSmallModel = (): Files => readFolder(nano)

/**
 * The same with shards that nothing uses beside its own: a download of tens of megabytes in many files, whose
 * model still says the right thing.
 */
export function makeLargeModel(shards: number, shardBytes: number): Files {
  const files = readSmallModel()
  const list = readJson(files, 'tensor-cache.json') as TensorCache
  for (let index = 0; index < shards; index += 1) {
    const name = `params_shard_${list.records.length}.bin`
    const bytes = makeNoise(shardBytes, index + 1)
    files.set(name, bytes)
    const tensor = {
      name: `unused.${index}`,
      shape: [shardBytes / 4],
      dtype: 'uint32',
      format: 'raw',
      nbytes: shardBytes,
      byteOffset: 0,
    }
    const md5sum = createHash('md5').update(bytes).digest('hex')
    list.records.push({
      dataPath: name,
      format: 'raw-shard',
      nbytes: shardBytes,
      md5sum,
      records: [tensor],
    })
  }
  files.set('tensor-cache.json', toBytes(list))
  const manifest = readJson(files, 'manifest.json') as Manifest
  const names = [...files.keys()].filter((name) => !['manifest.json', 'CARD.md'].includes(name))
  manifest.files = names.map((name) => {
    const bytes = files.get(name) ?? new Uint8Array()
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return { path: manifest.base + name, bytes: bytes.length, sha256 }
  })
  files.set('manifest.json', toBytes(manifest))
  return files
}

interface TensorCache {
  records: object[]
}

interface Manifest {
  readonly base: string
  files: { readonly path: string; readonly bytes: number; readonly sha256: string }[]
}

/** The files that loading needs, and their bytes in all, as the manifest lists them. */
export function listFiles(files: Files): { readonly names: string[]; readonly bytes: number } {
  const { base, files: all } = readJson(files, 'manifest.json') as Manifest
  const needed = all.filter(({ path }) => path.startsWith(base))
  return {
    names: needed.map(({ path }) => path.slice(base.length)),
    bytes: needed.reduce((sum, file) => sum + file.bytes, 0),
  }
}

const readJson = (files: Files, name: string): unknown =>
  JSON.parse(new TextDecoder().decode(files.get(name)))

const toBytes = (value: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify(value))

/** Bytes that no compression on the way could shorten, the same each time (xorshift). */
function makeNoise(length: number, seed: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(length / 4)
  let state = seed * 2_654_435_761
  for (let at = 0; at < words.length; at += 1) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words[at] = state
  }
  return new Uint8Array(words.buffer)
}
