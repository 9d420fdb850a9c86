import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'

/** Every file of a model folder, at any depth, by the last part of its path. */
export function readFolder(folder: string): Map<string, Uint8Array<ArrayBuffer>> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
  return new Map(paths.map((path) => [basename(path), new Uint8Array(readFileSync(path))]))
}
