import * as v from 'valibot'

import { recordSchema } from '../catalogue/record.ts'

const time = v.pipe(v.number(), v.finite())

/**
 * A model whose files are on this device, or begin to be. Its record is kept with it: one that a person added
 * is in no list of ours, and ours may change. What files it has, the model disk knows.
 */
export const installedModelSchema = v.object({
  record: recordSchema,
  /** `added`: known by its record alone. `begun`: some files are here. `whole`: each was hashed, and right. */
  state: v.picklist(['added', 'begun', 'whole']),
  from: v.picklist(['download', 'folder']),
  /** Milliseconds since 1970. */
  addedAt: time,
  lastUsedAt: v.nullable(time),
  /** Tokens of context that the person chose for it. */
  context: v.pipe(v.number(), v.integer(), v.minValue(1)),
})

export type InstalledModel = v.InferOutput<typeof installedModelSchema>

/** Where installed models are remembered; the app hands it in. Calls reject with what the browser says. */
export interface InstalledStore {
  list(): Promise<readonly InstalledModel[]>
  put(model: InstalledModel): Promise<void>
  remove(id: string): Promise<void>
}
