import { expect, test } from 'vitest'

import { describeCheck, describeInFull, describeOffline } from '../../../src/pwa/offlineWords.ts'
import { initialPwaState, type AppKept, type PwaState } from '../../../src/pwa/pwaState.ts'

const kept: AppKept = { status: 'kept', files: 58 }
const nano = { name: 'ponder-nano', isWhole: true }
const half = { name: 'R1 1.5B', isWhole: false }
const state = (change: Partial<PwaState>): PwaState => ({ ...initialPwaState, ...change })

test.each<[words: string, change: Partial<PwaState>]>([
  ['Works offline now: the app, your chats and ponder-nano.', { app: kept, models: [nano, half] }],
  [
    'Works offline now: the app, your chats, ponder-nano and R1 1.5B.',
    { app: kept, models: [nano, { ...half, isWhole: true }] },
  ],
  ['Works offline now: the app and your chats.', { app: kept }],
  [
    'No network. What works: the app, your chats and ponder-nano.',
    { app: kept, models: [nano], isOnline: false },
  ],
  [
    'Getting ready to work offline: 34 of 58 files.',
    { app: { status: 'keeping', done: 34, total: 58 } },
  ],
  [
    'Does not work offline: 1 of 58 files are missing.',
    { app: { status: 'incomplete', files: 58, lacking: ['icon.svg'] } },
  ],
  [
    'Does not work offline: the app could not be kept here.',
    { app: { status: 'failed', detail: 'no room' } },
  ],
  [
    'Opens with a network only: this browser cannot keep the app here.',
    { app: { status: 'unsupported' } },
  ],
  ['Not looked yet at what works offline.', {}],
  ['No network.', { isOnline: false }],
])('%s', (words, change) => {
  expect(describeOffline(state(change))).toBe(words)
})

test('each model and each reason is told in full', () => {
  expect(describeInFull(state({ app: kept, models: [nano, half] }))).toEqual([
    'The app: all 58 files are here, with every part that is loaded late.',
    'Chats: they are only on this device, and open without a network.',
    'ponder-nano: every file is here, and it answers without a network.',
    'R1 1.5B: some of its files are missing, and it needs the network.',
    'Only with a network: fetching a model that is not here, and new versions of the app.',
  ])
  const failed = state({ app: { status: 'failed', detail: 'QuotaExceededError: no room' } })
  expect(describeInFull(failed)[0]).toBe(
    'The app: could not be kept here. QuotaExceededError: no room',
  )
})

test('of many missing files a few are named', () => {
  const lacking = ['a', 'b', 'c', 'd', 'e']
  const [app] = describeInFull(state({ app: { status: 'incomplete', files: 58, lacking } }))
  expect(app).toBe('The app: missing here a, b and 3 more.')
})

test('a check says what it found', () => {
  const incomplete: AppKept = { status: 'incomplete', files: 58, lacking: ['a'] }
  const done = (...wrong: string[]) => ({ status: 'done', wrong }) as const
  expect(describeCheck({ status: 'never' }, kept)).toBe('')
  expect(describeCheck({ status: 'running' }, kept)).toBe('Checking every file.')
  expect(describeCheck(done(), kept)).toBe('Checked: every file is here and as it should be.')
  expect(describeCheck(done(), incomplete)).toBe('Checked: some files are missing.')
  expect(describeCheck(done('a'), incomplete)).toBe(
    'Checked: 1 file is damaged; what was damaged is removed.',
  )
  expect(describeCheck({ status: 'failed', detail: 'Silence.' }, kept)).toBe('Not done: Silence.')
})
