import { expect, test } from 'vitest'

import { createLensRecorder } from '../../../src/chat/lensRecorder.ts'
import { readLensRecord, toLensRecord } from '../../../src/chat/lensRecord.ts'
import { createLensStore } from '../../../src/chat/lensStore.ts'
import { createRunTurn } from '../../../src/chat/runTurn.ts'
import { createSteering } from '../../../src/chat/steering.ts'
import { fakeAnswer, fakeQuestion } from '../../fakes/conversations.ts'
import { createFakeEngine } from '../../fakes/fakeEngine.ts'

const answer = fakeAnswer({ ending: { kind: 'open' }, parts: [] })
const chances = {
  length: 4,
  chance: 0.5,
  entropy: 1,
  likeliest: [{ id: 7, text: 'and ', chance: 0.5 }],
}

test('a long reply is packed over several tasks, shown as it was until it is kept', async () => {
  const lenses = createLensStore()
  const recorder = createLensRecorder(lenses, answer)
  recorder.begin([], 0, 'reasoning')
  for (let token = 0; token < 20_000; token += 1) {
    recorder.push('and ', [7], [chances])
    recorder.take([{ kind: 'reasoning', text: 'and ' }])
  }
  recorder.show()
  const progress = { tasks: 0, isKept: false }
  const seen: boolean[] = []
  lenses.subscribe(({ live, records }) => seen.push(live.has(answer.id) || records.has(answer.id)))
  const kept = recorder.end(answer).finally(() => {
    progress.isKept = true
  })
  expect(lenses.getState().records.size).toBe(0)
  while (!progress.isKept) {
    progress.tasks += 1
    await new Promise((resolve) => setImmediate(resolve))
  }
  await kept
  expect(progress.tasks).toBeGreaterThan(1)
  expect(seen).toEqual([true, true])
  expect(lenses.getState().live.size).toBe(0)
  const record = lenses.getState().records.get(answer.id)
  // Read from its text, which was made in pieces.
  const copy = record && { ...record }
  expect(copy && readLensRecord(copy)?.[0]?.count).toBe(20_000)
  expect(record).toEqual(toLensRecord(answer, (record && readLensRecord(record)) ?? []))
  expect(record && readLensRecord(record)?.[0]?.count).toBe(20_000)
})

test('a reply has ended only once its probabilities are kept', async () => {
  const lenses = createLensStore()
  const engine = createFakeEngine()
  const runTurn = createRunTurn({
    engine,
    contextOf: () => 2048,
    now: () => 0,
    onFrame: () => () => undefined,
    recordLens: (begun) => Promise.resolve(createLensRecorder(lenses, begun)),
  })
  const { signal } = new AbortController()
  const ended = runTurn([fakeQuestion(), answer], answer, () => undefined, signal, createSteering())
  await engine.whenAsked()
  engine.say('and ', [1], [chances])
  engine.end()
  const wasKept = await ended.then(() => lenses.getState().records.has(answer.id))
  expect(wasKept).toBe(true)
})
