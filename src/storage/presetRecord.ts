import * as v from 'valibot'

import { contentOf, type Preset } from '../presets/preset.ts'
import { presetEntries } from '../presets/presetSchema.ts'
import { idSchema, timeSchema } from './fieldSchemas.ts'
import { currentVersion, type RecordFormat } from './record.ts'

export const presetFormat: RecordFormat<Preset> = {
  migrations: [],
  schema: v.object({ ...presetEntries, id: idSchema, updatedAt: timeSchema }),
}

export const presetToRecord = (preset: Preset): unknown => ({
  v: currentVersion(presetFormat),
  id: preset.id,
  updatedAt: preset.updatedAt,
  ...contentOf(preset),
})
