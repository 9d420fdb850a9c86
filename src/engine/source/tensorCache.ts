import * as v from 'valibot'

/** A shard as MLC's own list states it; older lists have no MD5. */
export interface ListedShard {
  readonly path: string
  readonly bytes: number
  readonly md5: string | undefined
}

const listSchema = v.object({
  records: v.pipe(
    v.array(
      v.object({
        // A name in the same folder: WebLLM resolves it as an address.
        dataPath: v.pipe(v.string(), v.regex(/^[\w-][\w.-]*$/)),
        nbytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
        md5sum: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))),
        records: v.optional(v.array(v.object({ name: v.string() }))),
      }),
    ),
    v.minLength(1),
    v.maxLength(4096),
  ),
})

export interface TensorCache {
  readonly shards: readonly ListedShard[]
  /** Names of the tensors: they settle what a config leaves out. */
  readonly tensors: ReadonlySet<string>
}

/** `tensor-cache.json`; undefined when it is none. */
export function readTensorCache(value: unknown): TensorCache | undefined {
  const list = v.safeParse(listSchema, value)
  if (!list.success) return undefined
  const { records } = list.output
  return {
    shards: records.map(({ dataPath, nbytes, md5sum }) => ({
      path: dataPath,
      bytes: nbytes,
      md5: md5sum,
    })),
    tensors: new Set(records.flatMap((shard) => (shard.records ?? []).map(({ name }) => name))),
  }
}
