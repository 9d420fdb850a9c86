import { r1Sampling } from '../engine.ts'
import { nanoArchitecture } from './architectures.ts'
import type { CatalogueRecord } from './record.ts'

/** The model that comes with the app. */
export const nanoRecord: CatalogueRecord = {
  id: 'ponder-nano',
  name: 'ponder-nano',
  description:
    'A tiny reasoning model that came with this page. It does arithmetic, letters, sorting, weekdays and short word problems, and says so when it cannot help.',
  role: 'embedded',
  quantization: 'q4f32_1',
  weights: { kind: 'app', manifest: 'models/nano/manifest.json' },
  library: { kind: 'folder', file: 'nano.wasm' },
  architecture: nanoArchitecture,
  longestContext: 2048,
  licence: 'MIT',
  template: 'r1-distill',
  sampling: r1Sampling,
  figures: [],
}
