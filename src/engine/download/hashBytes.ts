import { hexDigest } from '../../lib/hexDigest.ts'
import { md5 } from './md5.ts'
import type { FileHash } from './modelFiles.ts'

/** SHA-256 as the manifest writes it; a shard is at most 64 MB. */
export const hashBytes = (bytes: ArrayBuffer): Promise<string> => hexDigest('SHA-256', bytes)

/** Whether the bytes are those that were promised. */
export async function matchesHash(bytes: ArrayBuffer, { kind, hex }: FileHash): Promise<boolean> {
  switch (kind) {
    case 'sha256':
      return (await hashBytes(bytes)) === hex
    case 'git-sha1':
      return (await gitBlobName(bytes)) === hex
    case 'md5':
      return (await md5(new Uint8Array(bytes))) === hex
  }
}

/** The name that Git gives a file's content: SHA-1 of a header with its length, and the content. */
async function gitBlobName(bytes: ArrayBuffer): Promise<string> {
  const header = new TextEncoder().encode(`blob ${bytes.byteLength}\0`)
  const blob = new Uint8Array(header.length + bytes.byteLength)
  blob.set(header)
  blob.set(new Uint8Array(bytes), header.length)
  return hexDigest('SHA-1', blob.buffer)
}
