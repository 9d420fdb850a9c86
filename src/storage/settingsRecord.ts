import { settingsSchema, type Settings } from '../settings/settings.ts'
import { currentVersion, type RecordFormat } from './record.ts'

export const settingsFormat: RecordFormat<Settings> = { migrations: [], schema: settingsSchema }

export const settingsToRecord = (settings: Settings): unknown => ({
  v: currentVersion(settingsFormat),
  ...settings,
})
