import { expect, test } from 'vitest'

import type { Engine } from '../../../src/engine/engine.ts'
import { createSharedEngine, type SharedEngine } from '../../../src/engine/shared/sharedEngine.ts'
import { createFakeEngine, type FakeEngine } from '../../fakes/fakeEngine.ts'
import { testBrowser, type TestTab } from '../../fakes/testBrowser.ts'

const browserOf = (): (() => { tab: TestTab; local: FakeEngine; engine: SharedEngine }) => {
  const browser = testBrowser()
  let ids = 0
  return () => {
    const tab = browser.openTab()
    const local = createFakeEngine()
    const engine = createSharedEngine({
      local,
      locks: tab.locks,
      channel: tab.openChannel('engine'),
      createId: () => `id${(ids += 1)}`,
      learn: () => Promise.resolve(),
      endWorker: () => undefined,
    })
    return { tab, local, engine }
  }
}

const load = (engine: Engine, model: string): Promise<void> =>
  engine.load(model, {}, new AbortController().signal)

test('a load that a second tab asks for is done in the first, and both know of it', async () => {
  const open = browserOf()
  const [one, two] = [open(), open()]
  await load(two.engine, 'nano')
  expect(one.local.loads).toEqual([{ model: 'nano', contextTokens: undefined }])
  expect(two.local.loads).toEqual([])
  expect(two.engine.getState()).toEqual(one.engine.getState())
  expect(await two.engine.countTokens('nano', ['four'])).toEqual([4])
})

test('the next tab loads the model that the dead one had', async () => {
  const open = browserOf()
  const [one, two] = [open(), open()]
  two.engine.warmUp('other')
  await load(one.engine, 'nano')
  await expect.poll(() => two.engine.getState().status).toBe('ready')
  one.tab.die()
  await expect.poll(() => two.local.loads).toEqual([{ model: 'nano', contextTokens: 2048 }])
  expect(two.engine.isHolder()).toBe(true)
})

test('what was asked of a tab that died before it answered is asked of the next', async () => {
  const open = browserOf()
  const [one, two, three] = [open(), open(), open()]
  await expect.poll(() => one.engine.isHolder()).toBe(true)
  const counted = three.engine.countTokens('nano', ['four'])
  one.tab.die()
  expect(await counted).toEqual([4])
  expect(two.engine.isHolder()).toBe(true)
})

test('a tab that goes away lets go at once, and asks for nothing more', async () => {
  const open = browserOf()
  const [one, two] = [open(), open()]
  await expect.poll(() => one.engine.isHolder()).toBe(true)
  one.engine.letGo()
  await expect.poll(() => two.engine.isHolder()).toBe(true)
  expect(one.engine.isHolder()).toBe(false)
})

test('a segment of a tab that dies is stopped in the tab that runs it', async () => {
  const open = browserOf()
  const [one, two] = [open(), open()]
  await expect.poll(() => one.engine.isHolder()).toBe(true)
  const signals: AbortSignal[] = []
  const { generate } = one.local
  Object.assign(one.local, {
    generate: (...given: Parameters<typeof generate>) => {
      signals.push(given[1])
      return generate(...given)
    },
  })
  const events = two.engine.generate(segment, new AbortController().signal)
  void events[Symbol.asyncIterator]().next()
  await one.local.whenAsked()
  two.tab.die()
  await expect.poll(() => signals.map(({ aborted }) => aborted)).toEqual([true])
})

test('a tab that speaks another version of the protocol is not asked: that is said', async () => {
  const browser = testBrowser()
  const newer = browser.openTab()
  void newer.locks.request('ponder/engine', {}, () => new Promise(() => undefined))
  const channel = newer.openChannel('engine')
  channel.listen(() => channel.post({ version: 99, message: { type: 'mine' } }))
  const tab = browser.openTab()
  const engine = createSharedEngine({
    local: createFakeEngine(),
    locks: tab.locks,
    channel: tab.openChannel('engine'),
    createId: () => 'id',
    learn: () => Promise.resolve(),
    endWorker: () => undefined,
  })
  await expect
    .poll(() => engine.getState())
    .toMatchObject({ status: 'failed', error: { kind: 'busy-elsewhere' } })
})

test('without locks or channel a tab has an engine of its own', async () => {
  const local = createFakeEngine()
  const engine = createSharedEngine({
    local,
    locks: undefined,
    channel: undefined,
    createId: () => 'id',
    learn: () => Promise.resolve(),
    endWorker: () => undefined,
  })
  engine.warmUp('nano')
  await expect.poll(() => engine.getState().status).toBe('ready')
  expect(engine.isHolder()).toBe(true)
})

const segment = {
  model: 'nano',
  system: '',
  turns: [],
  question: 'Why?',
  prefix: { reasoning: '' },
  sampling: { temperature: 0, topP: 1, maxTokens: 10 },
  thinking: { kind: 'free' },
} as const
