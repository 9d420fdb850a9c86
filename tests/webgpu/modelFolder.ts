import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { ModelAddress } from './webLlmPage.ts'

interface Manifest {
  readonly revision: string
  readonly base: string
  readonly library: string
}

const builtNano = fileURLToPath(new URL('../../public/models/nano', import.meta.url))

/** A model folder as `model.build` leaves it, and where its parts lie. */
export interface ModelFolder {
  readonly folder: string
  readonly revision: string
  /** The folder of weights, library and tokenizer. */
  readonly files: string
  /** Its name in `files`. */
  readonly libraryFile: string
  /** Addresses for a server that serves `folder` at `url`. */
  addressAt(url: string): ModelAddress
}

export function readModelFolder(folder: string = builtNano): ModelFolder {
  const { revision, base, library } = JSON.parse(
    readFileSync(join(folder, 'manifest.json'), 'utf8'),
  ) as Manifest
  return {
    folder,
    revision,
    files: join(folder, base),
    libraryFile: library,
    addressAt: (url) => ({
      weightsUrl: `${url}/${base}`,
      libraryUrl: `${url}/${base}${library}`,
    }),
  }
}
