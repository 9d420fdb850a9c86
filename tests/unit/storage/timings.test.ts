import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { countCharacters, type TurnTiming } from '../../../src/chat/replay/turnTiming.ts'
import { readRecord } from '../../../src/storage/record.ts'
import {
  decodeTiming,
  encodeTiming,
  timingFormat,
  timingToRecord,
} from '../../../src/storage/timingRecord.ts'
import { testDisk } from '../../fakes/testDisk.ts'
import { openWindow, type TestWindow } from '../../fakes/testStorage.ts'

const numbers = fc.oneof(fc.nat(300), fc.maxSafeInteger().map(Math.abs))
const timingArbitrary: fc.Arbitrary<TurnTiming> = fc.array(
  fc
    .tuple(numbers, fc.array(fc.tuple(numbers, numbers), { maxLength: 20 }))
    .map(([given, tokens]) => ({
      given,
      characters: tokens.map(([characters]) => characters),
      ms: tokens.map(([, ms]) => ms),
    })),
  { maxLength: 5 },
)

test('every timing comes back as it was written', () => {
  fc.assert(
    fc.property(timingArbitrary, (timing) => {
      expect(decodeTiming(encodeTiming(timing))).toEqual(timing)
      const value = { chatId: 'chat', id: 'a1', timing }
      expect(readRecord(timingFormat, structuredClone(timingToRecord(value)))).toEqual({
        kind: 'read',
        value,
      })
    }),
  )
})

test('any text at all is answered, never thrown at, and never counted up to', () => {
  fc.assert(
    fc.property(fc.oneof(fc.base64String(), fc.string()), (text) => {
      const timing = decodeTiming(text)
      expect(timing === undefined || countCharacters(timing) >= 0).toBe(true)
    }),
  )
  expect(decodeTiming('AP____8H')).toBeUndefined()
  expect(decodeTiming('not base64url!')).toBeUndefined()
})

test('a token takes about two bytes, and so a thought of 16,000 tokens less than 64 kB', () => {
  const tokens = Array.from({ length: 16_000 }, (_, at) => 10 + (at % 100))
  const steps = encodeTiming([{ given: 0, characters: tokens.map(() => 4), ms: tokens }])
  expect(steps.length).toBeLessThan(64_000)
})

/** A reply of four tokens, stored. */
async function oneReply(): Promise<{
  readonly disk: Awaited<ReturnType<typeof testDisk>>
  readonly window: TestWindow
  readonly answer: string
}> {
  const disk = await testDisk()
  const window = await openWindow(disk)
  const { chats, engine, openId } = window
  chats.ask(openId(), 'What is 2 + 2?')
  await engine.whenAsked()
  engine.say('Two', [100])
  engine.say(' two.', [150, 200])
  engine.say('</think>4', [260])
  engine.end()
  await chats.whenIdle()
  await window.storage.flush()
  return { disk, window, answer: window.lastAnswer().id }
}

const timesOn = async (disk: Awaited<ReturnType<typeof testDisk>>): Promise<readonly string[]> =>
  [...(await disk.records()).keys()].filter((key) => key.startsWith('timing/'))

const played: TurnTiming = [{ given: 0, characters: [3, 3, 2, 1], ms: [100, 50, 50, 60] }]

test('the times of a reply are kept in a record of their own, and read after a reload', async () => {
  const { disk, window, answer } = await oneReply()
  expect(await timesOn(disk)).toEqual([`timing/${window.openId()}/${answer}`])
  const message = (await disk.records()).get(`message/${window.openId()}/${answer}`)
  expect(JSON.stringify(message)).not.toContain('steps')
  const after = await openWindow(disk)
  await after.chats.open(window.openId())
  expect(await after.chats.loadTiming(after.lastAnswer())).toEqual(played)
})

test('a reply that goes on keeps the times that it has', async () => {
  const { window } = await oneReply()
  const { chats, engine, openId } = window
  chats.ask(openId(), 'And 3 + 3?')
  await engine.whenAsked(2)
  engine.say('Three', [40])
  await expect.poll(() => chats.getState().live.get(openId())?.phase.kind).toBe('thinking')
  chats.stop(openId())
  await chats.whenIdle()
  await window.storage.flush()
  const id = window.lastAnswer().id
  expect(await chats.continueAnswer(openId(), id)).toBe(true)
  await engine.whenAsked(3)
  engine.say('</think>6', [70])
  engine.end()
  await chats.whenIdle()
  expect(await chats.loadTiming(window.lastAnswer())).toEqual([
    { given: 0, characters: [5], ms: [40] },
    { given: 0, characters: [1], ms: [70] },
  ])
})

test('a reply that got no token leaves no times', async () => {
  const disk = await testDisk()
  const { chats, engine, openId, storage, lastAnswer } = await openWindow(disk)
  chats.ask(openId(), 'One')
  await engine.whenAsked()
  engine.fail({ kind: 'crash', detail: '' })
  await chats.whenIdle()
  await storage.flush()
  expect(await timesOn(disk)).toEqual([])
  expect(await chats.loadTiming(lastAnswer())).toBeNull()
})

test('times go with their message, and come back with it', async () => {
  const { disk, window, answer } = await oneReply()
  const { chats, storage, openId } = window
  chats.removeMessage(openId(), answer)
  await storage.flush()
  expect(await timesOn(disk)).toEqual([])
  chats.undoRemove()
  await storage.flush()
  expect(await timesOn(disk)).toHaveLength(1)
  expect(await chats.loadTiming(window.lastAnswer())).toEqual(played)
})

test('times go with their chat, and come back with it, however quickly', async () => {
  const { disk, window } = await oneReply()
  const { chats, storage, openId } = window
  const whole = await disk.records()
  const chat = openId()
  await chats.removeChat(chat)
  await storage.flush()
  expect(await timesOn(disk)).toHaveLength(1)
  chats.undoRemove()
  await chats.removeChat(chat)
  chats.undoRemove()
  await storage.flush()
  expect(await disk.records()).toEqual(whole)
  await chats.removeChat(chat)
  await chats.emptyBin([chat])
  await storage.flush()
  expect([...(await disk.records()).keys()]).toEqual(['settings'])
})

test.each([
  ['damaged', { v: 1, chatId: 'x', id: 'y', steps: '!' }],
  ['of another reply', { v: 1, chatId: 'x', id: 'y', steps: 'AAEDZA' }],
  ['from a newer app', { v: 99 }],
])('times that are %s are as good as none, and the reply opens', async (_name, record) => {
  const { disk, window, answer } = await oneReply()
  await disk.write([{ kind: 'put', key: `timing/${window.openId()}/${answer}`, value: record }])
  const after = await openWindow(disk)
  await after.chats.open(window.openId())
  expect(after.lastAnswer().id).toBe(answer)
  expect(await after.chats.loadTiming(after.lastAnswer())).toBeNull()
})
