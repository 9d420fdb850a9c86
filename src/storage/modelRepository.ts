import type { InstalledModel, InstalledStore } from '../engine/installed/installedModel.ts'
import { setAside, type BrokenRecord } from './brokenRecords.ts'
import type { Database } from './database.ts'
import { modelKey, modelPrefix } from './keys.ts'
import { modelFormat, modelToRecord } from './modelRecord.ts'
import { readRecord } from './record.ts'

export interface ModelRepositoryDeps {
  readonly database: Database
  readonly onBroken: (record: BrokenRecord) => void
  readonly now: () => number
}

/** Models that are on this device, one record each. A record of a newer app is neither read nor written. */
export function createModelRepository(deps: ModelRepositoryDeps): InstalledStore {
  const { database, onBroken, now } = deps
  const newer = new Set<string>()

  return {
    async list() {
      const models: InstalledModel[] = []
      for (const { key, value } of await database.readAll(modelPrefix)) {
        const result = readRecord(modelFormat, value)
        if (result.kind === 'read' && modelKey(result.value.record.id) === key)
          models.push(result.value)
        else if (result.kind === 'newer') {
          if (!newer.has(key))
            onBroken({
              key,
              kind: 'newer',
              reason: 'It was written by a newer version of this app.',
            })
          newer.add(key)
        } else {
          const reason = result.kind === 'broken' ? result.reason : 'It stands under another’s key.'
          await setAside(database, { key, value }, reason, now()).catch(() => undefined)
          onBroken({ key, kind: 'broken', reason })
        }
      }
      return models
    },

    async put(model) {
      const key = modelKey(model.record.id)
      if (!newer.has(key)) await database.write([{ kind: 'put', key, value: modelToRecord(model) }])
    },

    remove: (id) => database.write([{ kind: 'delete', key: modelKey(id) }]),
  }
}
