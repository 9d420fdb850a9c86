/** One file of a folder, by its path in it. */
export interface FolderFile {
  readonly path: string
  readonly content: Blob
}

const block = 512

/**
 * An uncompressed archive (POSIX ustar) for browsers that cannot write a folder. The contents are not read:
 * a Blob of Blobs, so gigabytes stay on the disk.
 */
export function createTar(files: readonly FolderFile[]): Blob {
  const parts = files.flatMap(({ path, content }) => [
    headerOf(path, content.size),
    content,
    new Uint8Array(padding(content.size)),
  ])
  return new Blob([...parts, new Uint8Array(2 * block)], { type: 'application/x-tar' })
}

/** The files of an archive as slices of it. Throws an Error when it is not one, or ends too soon. */
export async function readTar(archive: Blob): Promise<readonly FolderFile[]> {
  const files: FolderFile[] = []
  for (let at = 0; at + block <= archive.size;) {
    const header = new Uint8Array(await archive.slice(at, at + block).arrayBuffer())
    if (header.every((byte) => byte === 0)) return files
    const { path, size, isFile } = readHeader(header)
    const start = at + block
    if (start + size > archive.size) throw new Error(`The archive ends inside ${path}.`)
    if (isFile) files.push({ path, content: archive.slice(start, start + size) })
    at = start + size + padding(size)
  }
  throw new Error('The archive has no end.')
}

const padding = (size: number): number => (block - (size % block)) % block

function headerOf(path: string, size: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(block)
  const write = (text: string, at: number): void =>
    void new TextEncoder().encodeInto(text, header.subarray(at))
  const { prefix, name } = splitPath(path)
  write(name, 0)
  write('0000644\0', 100)
  write('0000000\0', 108)
  write('0000000\0', 116)
  write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  write('00000000000\0', 136)
  // The sum is taken with its own field as spaces.
  write('        ', 148)
  write('0', 156)
  write('ustar\x0000', 257)
  write(prefix, 345)
  const sum = header.reduce((total, byte) => total + byte, 0)
  write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

/** A name holds 100 bytes; what is before a slash may go into the prefix of 155. */
function splitPath(path: string): { prefix: string; name: string } {
  const length = (text: string): number => new TextEncoder().encode(text).length
  if (length(path) <= 100) return { prefix: '', name: path }
  const cuts = [...path.matchAll(/\//g)].map(({ index }) => index)
  const cut = cuts.find((at) => at <= 155 && length(path.slice(at + 1)) <= 100)
  if (cut === undefined) throw new Error(`The path is too long for an archive: ${path}`)
  return { prefix: path.slice(0, cut), name: path.slice(cut + 1) }
}

function readHeader(header: Uint8Array): { path: string; size: number; isFile: boolean } {
  const text = (at: number, length: number): string =>
    (new TextDecoder().decode(header.subarray(at, at + length)).split('\0')[0] ?? '').trim()
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0)
  if (Number.parseInt(text(148, 8), 8) !== sum) throw new Error('This is not a tar archive.')
  const prefix = text(257, 5) === 'ustar' ? text(345, 155) : ''
  const name = text(0, 100)
  const kind = text(156, 1)
  return {
    path: prefix === '' ? name : `${prefix}/${name}`,
    size: Number.parseInt(text(124, 12), 8),
    isFile: kind === '' || kind === '0',
  }
}
