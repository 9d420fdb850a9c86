import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

export interface Size {
  readonly name: string
  readonly raw: number
  readonly gzipped: number
}

/** Bytes of each file of a folder, as they lie there and as a host sends them, the largest first. */
export const measureSizes = (folder: string): Size[] =>
  readdirSync(folder)
    .map((name) => {
      const content = readFileSync(join(folder, name))
      return { name, raw: content.length, gzipped: gzipSync(content, { level: 9 }).length }
    })
    .toSorted((a, b) => b.raw - a.raw)
