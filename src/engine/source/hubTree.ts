import * as v from 'valibot'

import type { FileHash } from '../download/modelFiles.ts'

/** A file of a repository on the hub, as its own list states it. */
export interface HubFile {
  readonly path: string
  readonly bytes: number
  readonly hash: FileHash
}

/**
 * `GET /api/models/<repository>/tree/<revision>?recursive=1`. A large file is stored by its SHA-256 (Git
 * LFS); a small one is a Git blob, whose name is the SHA-1 of its length and content.
 */
const treeSchema = v.array(
  v.variant('type', [
    v.object({
      type: v.literal('file'),
      path: v.string(),
      size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      oid: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
      lfs: v.optional(
        v.object({
          oid: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
          size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
        }),
      ),
    }),
    v.object({ type: v.literal('directory'), path: v.string() }),
  ]),
)

/** Undefined when the answer is not such a list. */
export function readHubTree(value: unknown): readonly HubFile[] | undefined {
  const tree = v.safeParse(treeSchema, value)
  if (!tree.success) return undefined
  return tree.output.flatMap((entry) =>
    entry.type === 'directory'
      ? []
      : [
          entry.lfs === undefined
            ? { path: entry.path, bytes: entry.size, hash: { kind: 'git-sha1', hex: entry.oid } }
            : {
                path: entry.path,
                bytes: entry.lfs.size,
                hash: { kind: 'sha256', hex: entry.lfs.oid },
              },
        ],
  )
}
