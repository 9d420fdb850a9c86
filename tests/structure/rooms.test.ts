import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { findRoomFaults } from './rooms.ts'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

test('the rooms of src/ import only downwards', () => {
  expect(findRoomFaults(path('../../src'))).toEqual([])
})

test('an import upwards, sideways, lazily, for a type or of a worker is found', () => {
  expect(findRoomFaults(path('./fixtures')).toSorted()).toEqual([
    'chat/index.ts: a room has no barrel',
    'engine/sideways.ts: engine may not import stats/figures.ts',
    'garden/gnome.ts: garden is not a room of this house',
    'lib/everyWay.tsx: lib may not import app/theWorker.ts',
    'lib/everyWay.tsx: lib may not import chat/forTypes.ts',
    'lib/everyWay.tsx: lib may not import chat/inline.ts',
    'lib/everyWay.tsx: lib may not import chat/lazy.tsx',
    'lib/everyWay.tsx: lib may not import chat/passedOn.ts',
    'lib/everyWay.tsx: lib may not import main.tsx',
  ])
})
