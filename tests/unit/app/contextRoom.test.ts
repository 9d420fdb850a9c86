import { expect, test } from 'vitest'

import { createContextRoom } from '../../../src/app/createContextRoom.ts'
import type { ContextRoom } from '../../../src/chat/context/contextRoom.ts'
import { nanoRecord } from '../../../src/engine/catalogue/nanoRecord.ts'
import { createModelRegistry } from '../../../src/engine/modelRegistry.ts'
import { emptyShelf } from '../../../src/engine/shelf/shelfState.ts'
import {
  createFakeEngine,
  type FakeEngine,
  type FakeEngineOptions,
} from '../../fakes/fakeEngine.ts'

const nano = nanoRecord.id

function testRoom(options: FakeEngineOptions = {}): {
  readonly room: ContextRoom
  readonly engine: FakeEngine
} {
  const engine = createFakeEngine(options)
  const registry = createModelRegistry([nanoRecord])
  registry.chooseContext(nano, 1024)
  const room = createContextRoom({
    engine,
    models: { registry },
    shelf: {
      getState: () => emptyShelf,
      async chooseContext(id, tokens) {
        registry.chooseContext(id, tokens)
      },
    },
  })
  return { room, engine }
}

test('the context of a loaded model is the one that it has, whatever is chosen since', async () => {
  const { room, engine } = testRoom()
  expect([room.sizeOf(nano), room.canCount(nano)]).toEqual([1024, false])
  await engine.load(nano, {}, new AbortController().signal)
  expect([room.sizeOf(nano), room.canCount(nano)]).toEqual([2048, true])
  expect(room.chosenFor(nano)).toBe(1024)
})

test('a larger context is loaded, and kept to', async () => {
  const { room, engine } = testRoom()
  expect(await room.enlarge(nano, 2048)).toBe(true)
  expect(engine.loads).toEqual([{ model: nano, contextTokens: 2048 }])
  expect(room.chosenFor(nano)).toBe(2048)
})

test('one that could not be loaded is not chosen: the next start has the context that ran', async () => {
  const { room } = testRoom({ load: { kind: 'out-of-memory', detail: '' } })
  expect(await room.enlarge(nano, 2048)).toBe(false)
  expect(room.chosenFor(nano)).toBe(1024)
})

test('who listens is told of the engine and of a choice, until they stop', async () => {
  const { room, engine } = testRoom()
  let told = 0
  const stop = room.subscribe(() => (told += 1))
  await engine.load(nano, {}, new AbortController().signal)
  await room.enlarge(nano, 2048)
  expect(told).toBeGreaterThanOrEqual(3)
  const before = told
  stop()
  await engine.unload()
  expect(told).toBe(before)
})
