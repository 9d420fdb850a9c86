import { nanoRecord } from './nanoRecord.ts'
import { qwen3Records } from './qwen3Records.ts'
import { r1Records } from './r1Records.ts'
import type { CatalogueRecord } from './record.ts'

/** Every model build that the app knows by itself, the one that came with it first. */
export const catalogue: readonly CatalogueRecord[] = [nanoRecord, ...r1Records, ...qwen3Records]
