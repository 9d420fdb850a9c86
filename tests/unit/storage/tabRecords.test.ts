import { expect, test } from 'vitest'

import { conversationOf, withThread } from '../../../src/chat/chatState.ts'
import type { ChatId } from '../../../src/chat/message.ts'
import type { Database } from '../../../src/storage/database.ts'
import { isSame } from '../../../src/storage/tabs/mergeFields.ts'
import { createTabSync } from '../../../src/storage/tabs/tabSync.ts'
import { testBrowser } from '../../fakes/testBrowser.ts'
import { testDisk, type TestDisk } from '../../fakes/testDisk.ts'
import { openWindow, type TestWindow } from '../../fakes/testStorage.ts'

/** Windows that hear of each other. */
async function hearingWindows(): Promise<{
  readonly disk: TestDisk
  readonly openTab: (database?: Database) => Promise<TestWindow>
  readonly one: TestWindow
  readonly chat: ChatId
}> {
  const browser = testBrowser()
  const disk = await testDisk()
  const openTab = (database: Database = disk): Promise<TestWindow> =>
    openWindow(
      database,
      undefined,
      createTabSync(database, browser.openTab().openChannel('records')),
    )
  const one = await openTab()
  await one.converse('One')
  await one.storage.flush()
  return { disk, openTab, one, chat: one.openId() }
}

const deaf = (disk: Database): Promise<TestWindow> =>
  openWindow(disk, undefined, createTabSync(disk, undefined))

const untilHeard = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50))

test('a chat with a draft of old is deleted also where another tab has read that draft', async () => {
  const { openTab, one, chat } = await hearingWindows()
  one.chats.writeDraft(chat, 'half a question')
  await one.storage.flush()
  // This one is read, not typed.
  const other = await openTab()
  one.chats.writeDraft(chat, '')
  await one.storage.flush()
  await one.chats.removeChat(chat)
  await one.storage.flush()
  await untilHeard()
  await other.storage.flush()
  await untilHeard()
  expect(one.chats.getState().bin.has(chat)).toBe(true)
})

test('what was typed in a chat that another tab destroyed is kept with the chat', async () => {
  const { disk, openTab, one, chat } = await hearingWindows()
  one.chats.writeDraft(chat, 'half a question')
  await one.storage.flush()
  const other = await openTab()
  await other.chats.removeChat(chat)
  await other.chats.emptyBin([chat])
  await other.storage.flush()
  await untilHeard()
  await one.storage.flush()
  const records = await disk.records()
  expect(records.has(`chat/${chat}`)).toBe(true)
  expect(records.get(`draft/${chat}`)).toMatchObject({ text: 'half a question' })
})

test('a chat that is kept after all keeps its draft and the times of its replies', async () => {
  const disk = await testDisk()
  const one = await deaf(disk)
  await one.converse('One')
  const [chat, answer] = [one.openId(), one.lastAnswer().id]
  one.chats.writeDraft(chat, 'half a question')
  await one.storage.flush()
  await disk.write([{ kind: 'put', key: `timing/${chat}/${answer}`, value: { v: 1 } }])
  const other = await deaf(disk)
  await other.chats.open(chat)
  await one.converse('Two')
  await one.storage.flush()
  await other.chats.removeChat(chat)
  await other.chats.emptyBin([chat])
  await other.storage.flush()
  const keys = [...(await disk.records()).keys()]
  expect(keys).toContain(`chat/${chat}`)
  expect(keys).toContain(`draft/${chat}`)
  expect(keys).toContain(`timing/${chat}/${answer}`)
})

test('on a full disk the journal of a deleted reply goes with it', async () => {
  const disk = await testDisk()
  let isFull = false
  const window = await deaf({
    ...disk,
    async update(reads, decide, durability) {
      await disk.update(
        reads,
        (found) => {
          const changes = decide(found)
          if (isFull && changes.some(({ kind }) => kind === 'put'))
            throw new DOMException('No room', 'QuotaExceededError')
          return changes
        },
        durability,
      )
      isFull = false
    },
  })
  const answer = await window.converse('One')
  await window.storage.flush()
  await disk.write([{ kind: 'put', key: `journal/${answer}/run/00000000`, value: { v: 1 } }])
  isFull = true
  window.settings.change({ theme: 'dark' })
  window.chats.removeMessage(window.openId(), answer)
  await window.storage.flush()
  const keys = [...(await disk.records()).keys()]
  expect(keys).not.toContain(`message/${window.openId()}/${answer}`)
  expect(keys.filter((key) => key.startsWith('journal/'))).toEqual([])
})

test('the order of a record’s fields says nothing', async () => {
  expect(isSame({ one: 1, two: [{ a: 1, b: 2 }] }, { two: [{ b: 2, a: 1 }], one: 1 })).toBe(true)
  expect(isSame({ one: 1 }, { one: 2 })).toBe(false)

  const disk = await testDisk()
  const window = await deaf(disk)
  const id = await window.converse('One')
  const chat = window.openId()
  const { tree } = conversationOf(window.chats.getState(), chat) ?? { tree: new Map() }
  const answer = window.lastAnswer()
  const parts = answer.parts.map(({ kind, marks, text }) => ({ marks, kind, text }))
  window.chats.takeIn((state) =>
    withThread(state, chat, {
      status: 'loaded',
      tree: new Map(tree).set(id, { ...answer, parts }),
    }),
  )
  await window.storage.flush()
  window.chats.removeMessage(chat, id)
  await window.storage.flush()
  expect((await disk.records()).has(`message/${chat}/${id}`)).toBe(false)
})

test('what another tab writes while a chat is read is seen', async () => {
  const { disk, openTab, one, chat } = await hearingWindows()
  let finish = (): void => undefined
  let isSlow = false
  const other = await openTab({
    ...disk,
    async readAll(prefix) {
      const found = await disk.readAll(prefix)
      if (isSlow && prefix.startsWith('message/'))
        await new Promise<void>((resolve) => {
          finish = resolve
        })
      return found
    },
  })
  isSlow = true
  const opened = other.chats.open(chat)
  await untilHeard()
  await one.converse('Two')
  await one.storage.flush()
  await untilHeard()
  finish()
  await opened
  await expect
    .poll(() => conversationOf(other.chats.getState(), chat)?.tree.size)
    .toBe(conversationOf(one.chats.getState(), chat)?.tree.size)
})

test('an undo does not bring back less of a reply than another tab has made of it', async () => {
  const { one, chat } = await hearingWindows()
  const before = one.lastAnswer()
  one.chats.removeMessage(chat, before.id)
  const longer = { ...before, parts: [...before.parts, ...before.parts] }
  one.chats.takeIn((state) => {
    const { tree } = conversationOf(state, chat) ?? { tree: new Map() }
    return withThread(state, chat, {
      status: 'loaded',
      tree: new Map(tree).set(before.id, longer),
    })
  })
  one.chats.undoRemove()
  expect(one.lastAnswer().parts).toHaveLength(longer.parts.length)
})

test('a change that met a newer record is among what is not kept', async () => {
  const { disk, one, chat } = await hearingWindows()
  await disk.write([{ kind: 'put', key: `chat/${chat}`, value: { v: 99 } }])
  await one.chats.rename(chat, 'Sums')
  await one.storage.flush()
  expect(one.storage.state.getState().isOutdated).toBe(true)
  expect(one.storage.unsaved().map(({ key }) => key)).toContain(`chat/${chat}`)
})

test('a reply that was begun anew and ended shorter is not written over by its older form', async () => {
  const { disk, openTab, one, chat } = await hearingWindows()
  const other = await openTab()
  await other.chats.open(chat)
  const before = one.lastAnswer()
  const { figures } = before
  if (figures === null) throw new Error('No figures.')
  const anew = {
    ...before,
    parts: before.parts.map((part) => ({ ...part, text: part.text.slice(0, 1) })),
    figures: { ...figures, answerTokens: figures.answerTokens + 1 },
  }
  one.chats.takeIn((state) => {
    const { tree } = conversationOf(state, chat) ?? { tree: new Map() }
    return withThread(state, chat, { status: 'loaded', tree: new Map(tree).set(anew.id, anew) })
  })
  await one.storage.flush()
  await untilHeard()
  await other.storage.flush()
  await untilHeard()
  const { parts } = anew
  expect((await disk.records()).get(`message/${chat}/${anew.id}`)).toMatchObject({ parts })
  expect(one.lastAnswer()).toMatchObject({ parts })
  expect(conversationOf(other.chats.getState(), chat)?.tree.get(anew.id)).toMatchObject({ parts })
})
