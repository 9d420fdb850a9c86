import type { ModelId } from './engine.ts'

/** One model that the app can load: one record each, so that another is one more record. */
export interface ModelRecord {
  readonly id: ModelId
  readonly name: string
  readonly description: string
  /** Prompt template, by the name that answers are stored with. */
  readonly template: 'r1-distill'
  /** Where the model's `manifest.json` lies, from the page's own address. */
  readonly manifest: string
  /** Tokens that its library was compiled to hold. */
  readonly contextTokens: number
  /** Largest buffer, in bytes, that the device must be able to make. */
  readonly largestBuffer: number
  readonly facts: string
}

export const nano: ModelRecord = {
  id: 'ponder-nano',
  name: 'ponder-nano',
  description:
    'A tiny reasoning model that came with this page. It does arithmetic, letters, sorting, weekdays and short word problems, and says so when it cannot help.',
  template: 'r1-distill',
  manifest: 'models/nano/manifest.json',
  contextTokens: 2048,
  largestBuffer: 64 * 2 ** 20,
  facts: '3 million parameters, part of this app',
}

export const models: readonly ModelRecord[] = [nano]

export const findModel = (id: ModelId): ModelRecord | undefined =>
  models.find((record) => record.id === id)
