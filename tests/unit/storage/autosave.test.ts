import { expect, test } from 'vitest'

import { createAutosave, type Autosave, type SavingState } from '../../../src/storage/autosave.ts'
import { testTimers, type TestTimers } from '../../fakes/testDisk.ts'

interface TestSaves {
  readonly autosave: Autosave
  readonly timers: TestTimers
  readonly states: SavingState['kind'][]
  readonly writes: () => number
  /** How many writes were under way at once, at most. */
  readonly atOnce: () => number
  /** End the write under way, well or with an error, and let it be noticed. */
  readonly finish: (error?: Error) => Promise<void>
}

function testSaves(): TestSaves {
  const timers = testTimers()
  const states: SavingState['kind'][] = []
  const underWay: ((error?: Error) => void)[] = []
  let writes = 0
  let atOnce = 0
  const autosave = createAutosave({
    ...timers,
    onState: ({ kind }) => states.push(kind),
    write: () =>
      new Promise((resolve, reject) => {
        writes += 1
        underWay.push((error) => (error === undefined ? resolve(true) : reject(error)))
        atOnce = Math.max(atOnce, underWay.length)
      }),
  })
  return {
    autosave,
    timers,
    states,
    writes: () => writes,
    atOnce: () => atOnce,
    async finish(error) {
      underWay.shift()?.(error)
      await settle()
    },
  }
}

/** Lets everything run that waits for nothing but its turn. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const quota = new DOMException('Full.', 'QuotaExceededError')

test('a first change is written at once', async () => {
  const { autosave, writes, states, finish } = testSaves()
  autosave.changed()
  expect(writes()).toBe(1)
  await finish()
  expect(states).toEqual(['saving', 'saved'])
})

test('changes during a write are one write, half a second after it began', async () => {
  const { autosave, writes, timers, finish } = testSaves()
  autosave.changed()
  for (let at = 0; at < 10; at += 1) autosave.changed()
  await finish()
  expect(writes()).toBe(1)
  timers.pass(499)
  expect(writes()).toBe(1)
  timers.pass(1)
  expect(writes()).toBe(2)
  await finish()
  expect(timers.waiting()).toBe(0)
})

test('a change after quiet is written at once, though timers sleep', async () => {
  const { autosave, writes, timers, finish } = testSaves()
  autosave.changed()
  await finish()
  timers.pass(60_000)
  autosave.changed()
  expect(writes()).toBe(2)
})

test('a flush does not wait for the half second', async () => {
  const { autosave, writes, finish } = testSaves()
  autosave.changed()
  autosave.changed()
  await finish()
  const flushed = autosave.flush()
  await settle()
  expect(writes()).toBe(2)
  await finish()
  await expect(flushed).resolves.toBeUndefined()
})

test('a flush during a write waits for it, and writes what came since', async () => {
  const { autosave, writes, finish } = testSaves()
  autosave.changed()
  const flushed = autosave.flush()
  await settle()
  expect(writes()).toBe(1)
  await finish()
  expect(writes()).toBe(2)
  await finish()
  await flushed
})

test('there are never two writes at once, also when several flush', async () => {
  const { autosave, timers, atOnce, writes, finish } = testSaves()
  autosave.changed()
  autosave.changed()
  timers.pass(5000)
  const flushed = Promise.all([autosave.flush(), autosave.flush(), autosave.flush()])
  for (let at = 0; at < 8; at += 1) await finish()
  await flushed
  expect(writes()).toBeGreaterThan(1)
  expect(atOnce()).toBe(1)
})

test('a write that fails is told, and tried again by itself', async () => {
  const { autosave, writes, timers, states, finish } = testSaves()
  autosave.changed()
  await finish(quota)
  expect(states).toEqual(['saving', 'failed'])
  timers.pass(9_999)
  expect(writes()).toBe(1)
  timers.pass(1)
  expect(writes()).toBe(2)
  await finish()
  expect(states.at(-1)).toBe('saved')
})

test('a failing disk is not tried at every change', async () => {
  const { autosave, writes, timers, finish } = testSaves()
  autosave.changed()
  await finish(quota)
  for (let at = 0; at < 5; at += 1) {
    timers.pass(1000)
    autosave.changed()
  }
  expect(writes()).toBe(1)
})

test('a flush after a failure tries at once, and does not throw', async () => {
  const { autosave, writes, states, finish } = testSaves()
  autosave.changed()
  await finish(quota)
  const flushed = autosave.flush()
  await settle()
  expect(writes()).toBe(2)
  await finish(quota)
  await expect(flushed).resolves.toBeUndefined()
  expect(states.at(-1)).toBe('failed')
})

test('a write that throws before it begins is a failure too', async () => {
  const states: SavingState[] = []
  const autosave = createAutosave({
    ...testTimers(),
    onState: (state) => states.push(state),
    write() {
      throw new DOMException('Closing.', 'InvalidStateError')
    },
  })
  await autosave.flush()
  expect(states).toEqual([
    { kind: 'failed', failure: { kind: 'closed', detail: 'InvalidStateError: Closing.' } },
  ])
})

test('after a stop no timer is left', async () => {
  const { autosave, timers, finish } = testSaves()
  autosave.changed()
  autosave.changed()
  await finish()
  expect(timers.waiting()).toBe(1)
  autosave.stop()
  expect(timers.waiting()).toBe(0)
})
