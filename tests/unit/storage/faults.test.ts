import { expect, test } from 'vitest'

import { textOf } from '../../../src/chat/answer.ts'
import type { Message } from '../../../src/chat/message.ts'
import { defaultSettings } from '../../../src/settings/settings.ts'
import { messageFormat } from '../../../src/storage/messageRecord.ts'
import { emptySnapshot, pendingChanges, takeSnapshot } from '../../../src/storage/pendingChanges.ts'
import { readRecord } from '../../../src/storage/record.ts'
import { createFaultyDisk, type Fault, type FaultyDisk } from '../../fakes/faultyDisk.ts'
import { testTimers } from '../../fakes/testDisk.ts'
import { isEnded, openApp, said, until, type WholeApp } from '../../fakes/wholeApp.ts'

const faults = ['throw', 'quota', 'closed', 'hang'] as const satisfies readonly Fault[]

/** Those after which it can be tried again; what hangs for ever is told for as long. */
const passing = ['throw', 'quota', 'closed'] as const satisfies readonly Fault[]

/** Opens the app and has it answer one question, whatever its disk does; time passes as it must. */
async function live(
  disk: FaultyDisk,
): Promise<{ readonly app: WholeApp; readonly isTold: () => boolean }> {
  const timers = testTimers()
  let opened: WholeApp | undefined
  void openApp(disk, timers).then((app) => (opened = app))
  await until({ timers }, () => opened !== undefined)
  if (opened === undefined) throw new Error('The app did not open.')
  const app = opened
  let isTold = false
  const look = (): void => {
    const { saving, journal } = app.storage.state.getState()
    isTold ||= saving.kind === 'failed' || saving.kind === 'unread' || journal !== null
  }
  app.storage.state.subscribe(look)
  look()
  expect(app.chats.ask(app.chats.getState().openChat, 'How many?')).toBe(true)
  expect(await until(app, isEnded(app))).toBe(true)
  return { app, isTold: () => isTold }
}

/** Of everything in memory a record can be made, as an export does, and read again. */
function expectWholeInMemory(app: WholeApp): void {
  const answer = app.answer()
  if (answer === undefined) throw new Error('The answer is gone.')
  expect(textOf(answer, 'reasoning')).toBe(said.thought)
  expect(textOf(answer, 'answer')).toBe(said.answer)
  const snapshot = takeSnapshot(app.chats.getState(), defaultSettings('ponder-nano'))
  const exported = pendingChanges(emptySnapshot, snapshot).flatMap((change): Message[] => {
    if (change.kind !== 'put' || !change.key.startsWith('message/')) return []
    const result = readRecord(messageFormat, structuredClone(change.value))
    return result.kind === 'read' ? [result.value] : []
  })
  expect(exported).toContainEqual(answer)
  expect(exported.map(({ role }) => role).toSorted()).toEqual(['answer', 'question'])
}

/** A new window on what is there now finds the reply. */
async function expectWholeOnDisk({ records }: FaultyDisk): Promise<void> {
  const app = await openApp(createFaultyDisk(records))
  const [chat] = app.chats.getState().chats.values()
  if (chat === undefined) throw new Error('The chat is gone.')
  await app.chats.open(chat.id)
  expectWholeInMemory(app)
  expect([...records.keys()].filter((key) => /^(?:journal|broken)/.test(key))).toEqual([])
}

/** How many calls opening and one reply make. */
async function countCalls(): Promise<{ readonly opening: number; readonly all: number }> {
  const disk = createFaultyDisk()
  await openApp(disk)
  const opening = disk.calls.length
  const calm = createFaultyDisk()
  const { app } = await live(calm)
  await until(app, () => app.storage.state.getState().saving.kind === 'saved')
  return { opening, all: calm.calls.length }
}

test.each(faults)(
  'whichever step of opening fails for ever by %s, the app opens, writes nothing and says why',
  async (fault) => {
    const { opening } = await countCalls()
    expect(opening).toBeGreaterThan(4)
    for (let call = 0; call < opening; call += 1) {
      const disk = createFaultyDisk()
      disk.fail(fault, call, Infinity)
      const { app, isTold } = await live(disk)
      expect(isTold()).toBe(true)
      expect(app.storage.state.getState().saving.kind).toBe('unread')
      expectWholeInMemory(app)
      expect(disk.calls.filter((kind) => kind === 'write')).toEqual([])
    }
  },
)

test.each(passing)(
  'whichever step of a reply fails once by %s, nothing is lost, in the window or on the disk',
  async (fault) => {
    const { opening, all } = await countCalls()
    expect(all - opening).toBeGreaterThan(20)
    for (let call = opening; call < all; call += 1) {
      const disk = createFaultyDisk()
      disk.fail(fault, call)
      const { app } = await live(disk)
      expectWholeInMemory(app)
      const { state } = app.storage
      expect(await until(app, () => state.getState().saving.kind === 'saved')).toBe(true)
      await app.storage.flush()
      await expectWholeOnDisk(disk)
    }
  },
)

test.each(faults)(
  'whichever step of a reply begins to fail for ever by %s, all of it is in the window and the state is told',
  async (fault) => {
    const { opening, all } = await countCalls()
    for (let call = opening; call < all; call += 1) {
      const disk = createFaultyDisk()
      disk.fail(fault, call, Infinity)
      const { app, isTold } = await live(disk)
      expectWholeInMemory(app)
      await until(app, isTold)
      expect(isTold()).toBe(true)
      await until(app, () => app.storage.state.getState().saving.kind === 'failed')
      expect(app.storage.state.getState().saving.kind).toBe('failed')
    }
  },
)

test.each(passing)(
  'a disk that failed from whichever step on by %s takes all of it by itself once it can',
  async (fault) => {
    const { opening, all } = await countCalls()
    for (let call = opening; call < all; call += 1) {
      const disk = createFaultyDisk()
      disk.fail(fault, call, Infinity)
      const { app } = await live(disk)
      const { state } = app.storage
      await until(app, () => state.getState().saving.kind === 'failed')
      disk.fail(fault, Infinity)
      expect(await until(app, () => state.getState().saving.kind === 'saved')).toBe(true)
      expect(state.getState().journal).toBeNull()
      await expectWholeOnDisk(disk)
    }
  },
)

test('a write that hangs and ends after all is told, and then no more', async () => {
  const disk = createFaultyDisk()
  const app = await openApp(disk)
  let end: () => void = () => undefined
  const { write } = disk
  const hanging = new Promise<void>((resolve) => {
    end = resolve
  })
  Object.assign(disk, {
    write: async (...parameters: Parameters<typeof write>) => {
      await hanging
      await write(...parameters)
    },
  })
  app.chats.ask(app.chats.getState().openChat, 'How many?')
  const { state } = app.storage
  expect(await until(app, () => state.getState().saving.kind === 'failed')).toBe(true)
  expect(state.getState().saving).toMatchObject({ failure: { kind: 'silent' } })
  expect(await until(app, isEnded(app))).toBe(true)
  expectWholeInMemory(app)
  end()
  expect(await until(app, () => state.getState().saving.kind === 'saved')).toBe(true)
  await app.storage.flush()
  expect(state.getState().journal).toBeNull()
  await expectWholeOnDisk(disk)
})

test('a reply that cannot be written down after a crash is on screen, and in the journal still', async () => {
  const dying = createFaultyDisk()
  const first = await openApp(dying)
  first.chats.ask(first.chats.getState().openChat, 'How many?')
  const thoughtOf = (app: WholeApp): string => {
    const answer = app.answer()
    return answer === undefined ? '' : textOf(answer, 'reasoning')
  }
  await until(first, () => thoughtOf(first).length > 30)
  dying.die()
  const seen = thoughtOf(first)

  // It can be read, and takes nothing.
  const full = createFaultyDisk(dying.records)
  full.fail('quota', 0, Infinity)
  const { read, readAll } = createFaultyDisk(dying.records)
  Object.assign(full, { read, readAll })
  const second = await openApp(full)
  const [chat] = second.chats.getState().chats.values()
  await second.chats.open(chat?.id ?? '')
  expect(thoughtOf(second).startsWith(seen)).toBe(true)
  expect(second.storage.state.getState().saving).toMatchObject({
    kind: 'failed',
    failure: { kind: 'quota' },
  })

  const third = await openApp(createFaultyDisk(dying.records))
  await third.chats.open(chat?.id ?? '')
  expect(thoughtOf(third).startsWith(seen)).toBe(true)
})
