import { r1Sampling, type ModelId } from '../engine.ts'
import { nanoArchitecture } from './architectures.ts'
import { qwen3Records } from './qwen3Records.ts'
import { r1Records } from './r1Records.ts'
import type { CatalogueRecord } from './record.ts'

const nanoRecord: CatalogueRecord = {
  id: 'ponder-nano',
  name: 'ponder-nano',
  role: 'embedded',
  quantization: 'q4f32_1',
  weights: { kind: 'app', manifest: 'models/nano/manifest.json' },
  library: { file: 'nano.wasm' },
  architecture: nanoArchitecture,
  longestContext: 2048,
  licence: 'MIT',
  template: 'r1-distill',
  sampling: r1Sampling,
  figures: [],
}

/** Every model build that the app knows, the one that came with it first. */
export const catalogue: readonly CatalogueRecord[] = [nanoRecord, ...r1Records, ...qwen3Records]

export const findRecord = (id: ModelId): CatalogueRecord | undefined =>
  catalogue.find((record) => record.id === id)
