import { expect, test } from 'vitest'

import { presetModels } from '../../../src/app/presetSteps.ts'
import { catalogue } from '../../../src/engine/catalogue/catalogue.ts'
import { nanoRecord } from '../../../src/engine/catalogue/nanoRecord.ts'
import type { InstalledModel } from '../../../src/engine/installed/installedModel.ts'
import { createModelRegistry } from '../../../src/engine/modelRegistry.ts'
import { emptyShelf } from '../../../src/engine/shelf/shelfState.ts'
import type { PresetModels } from '../../../src/presets/PresetFacts.tsx'

const [known] = catalogue.filter(({ role }) => role === 'reasoning')
if (known === undefined) throw new Error('The catalogue has no R1.')

const installed: InstalledModel = {
  record: known,
  state: 'whole',
  from: 'download',
  addedAt: 1,
  lastUsedAt: null,
  context: 4096,
}

const modelsWith = (state: InstalledModel['state']): PresetModels =>
  presetModels({
    models: { registry: createModelRegistry(catalogue) },
    shelf: {
      getState: () => ({
        ...emptyShelf,
        installed: new Map([[known.id, { ...installed, state }]]),
      }),
    },
  })

test('a preset can choose the model that came with the app and those that are here whole', () => {
  expect(modelsWith('begun').list).toEqual([nanoRecord])
  expect(modelsWith('whole').list).toEqual([nanoRecord, known])
})

test('of a model that is not here it is said how to get it, of one that nobody knows nothing', () => {
  expect(modelsWith('begun').describe(known.id)).toBe(
    `The preset was made for ${known.name}. Get it under Models first, if this device can run it.`,
  )
  expect(modelsWith('begun').describe('elsewhere')).toBeUndefined()
})
