import { expect, test } from 'vitest'

import { nanoRecord } from '../../../../src/engine/catalogue/nanoRecord.ts'
import type { InstalledModel } from '../../../../src/engine/installed/installedModel.ts'
import { actionsOf, phaseOf, type Situation } from '../../../../src/engine/shelf/modelActions.ts'

const record = { ...nanoRecord, weights: { kind: 'url', folder: 'https://a.example/' } } as const
const installed = (state: InstalledModel['state'], more: object = {}): InstalledModel => ({
  record: { ...record, ...more },
  state,
  from: 'download',
  addedAt: 0,
  lastUsedAt: null,
  context: 2048,
})

const absent: Situation = {
  isEmbedded: false,
  canRun: true,
  isUnsure: false,
  isStale: false,
  installed: undefined,
  work: undefined,
  outcome: undefined,
  engine: 'none',
}
const amount = { bytes: 1, total: 2 }
const whole = { ...absent, installed: installed('whole') }

test.each<[string, Situation, string]>([
  ['not here', absent, 'Load'],
  ['not here and not for this device', { ...absent, canRun: false }, ''],
  ['added by hand', { ...absent, installed: installed('added') }, 'Load Delete'],
  ['asking for its list', { ...absent, work: { kind: 'listing' } }, 'Pause Cancel'],
  ['waiting for another tab', { ...absent, work: { kind: 'waiting' } }, 'Pause Cancel'],
  ['checked', { ...whole, work: { kind: 'verifying', ...amount } }, 'Cancel'],
  ['deleted', { ...whole, work: { kind: 'deleting' } }, ''],
  ['begun', { ...absent, installed: installed('begun') }, 'Resume Cancel'],
  [
    'begun from a folder',
    { ...absent, installed: installed('begun', { weights: { kind: 'local' } }) },
    'Delete',
  ],
  [
    'damaged',
    { ...absent, installed: installed('begun'), outcome: { kind: 'damaged', names: ['a'] } },
    'Repair Delete',
  ],
  ['whole', whole, 'Load Verify Export Delete'],
  ['whole and loading', { ...whole, engine: 'compiling' }, 'Cancel'],
  ['whole and loaded', { ...whole, engine: 'ready' }, 'Unload Verify Export Delete'],
  ['of unknown fit', { ...absent, isUnsure: true }, 'Load Try the memory'],
  ['too large by a trial', { ...absent, canRun: false, isUnsure: true }, 'Try the memory'],
  [
    'added and too large by a trial',
    { ...absent, canRun: false, isUnsure: true, installed: installed('added') },
    'Try the memory Delete',
  ],
  ['tried', { ...absent, work: { kind: 'trying' } }, 'Cancel'],
  [
    'loaded with another context',
    { ...whole, engine: 'ready', isStale: true },
    'Load Verify Export Delete',
  ],
  ['embedded', { ...absent, isEmbedded: true }, 'Load'],
  ['embedded and loaded', { ...absent, isEmbedded: true, engine: 'writing' }, 'Unload'],
])('a model that is %s offers: %#', (_, situation, actions) => {
  expect(actionsOf(situation).join(' ')).toBe(actions)
})

test('the engine’s state counts for the model that it names alone', () => {
  const facts = { contextTokens: 2048, library: 'matches' } as const
  expect(phaseOf({ status: 'ready', model: 'a', facts }, 'a')).toBe('ready')
  expect(phaseOf({ status: 'ready', model: 'a', facts }, 'b')).toBe('none')
  expect(phaseOf({ status: 'compiling', model: 'a', fraction: 0 }, 'a')).toBe('compiling')
  expect(phaseOf({ status: 'idle' }, 'a')).toBe('none')
})
