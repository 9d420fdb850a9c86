import { type InstalledModel, installedModelSchema } from '../engine/installed/installedModel.ts'
import { currentVersion, type RecordFormat } from './record.ts'

export const modelFormat: RecordFormat<InstalledModel> = {
  migrations: [],
  schema: installedModelSchema,
}

export const modelToRecord = (model: InstalledModel): unknown => ({
  v: currentVersion(modelFormat),
  ...model,
})
