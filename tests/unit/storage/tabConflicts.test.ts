import { expect, test } from 'vitest'

import { conversationOf } from '../../../src/chat/chatState.ts'
import type { ChatId } from '../../../src/chat/message.ts'
import { createTabSync } from '../../../src/storage/tabs/tabSync.ts'
import type { TabChannel } from '../../../src/lib/tabChannel.ts'
import { chatEntries } from '../../fakes/chatEntries.ts'
import { emptyConversation, fakeQuestion } from '../../fakes/conversations.ts'
import { testBrowser } from '../../fakes/testBrowser.ts'
import { testDisk, type TestDisk } from '../../fakes/testDisk.ts'
import { openWindow, type TestWindow } from '../../fakes/testStorage.ts'

/** Windows that hear nothing of each other: what they change meets on the disk alone. */
async function deafWindows(): Promise<{
  readonly disk: TestDisk
  readonly one: TestWindow
  readonly other: TestWindow
  readonly chat: ChatId
}> {
  const disk = await testDisk()
  const one = await openWindow(disk, undefined, createTabSync(disk, undefined))
  await one.converse('One')
  await one.storage.flush()
  const other = await openWindow(disk, undefined, createTabSync(disk, undefined))
  await other.chats.open(one.openId())
  return { disk, one, other, chat: one.openId() }
}

const textsOn = async (disk: TestDisk): Promise<readonly unknown[]> =>
  [...(await disk.records()).values()].flatMap((record) => (record as { text?: string }).text ?? [])

test('what two windows changed in one chat is merged on the disk and in both', async () => {
  const { disk, one, other, chat } = await deafWindows()
  await one.chats.rename(chat, 'Sums')
  other.chats.changeSettings(chat, { system: 'Be brief.' })
  await one.storage.flush()
  await other.storage.flush()
  expect((await disk.records()).get(`chat/${chat}`)).toMatchObject({
    title: 'Sums',
    system: 'Be brief.',
  })
  await expect.poll(() => other.chats.getState().chats.get(chat)?.title).toBe('Sums')
})

test('questions asked in two windows at once are both kept, as versions', async () => {
  const { disk, one, other } = await deafWindows()
  await one.converse('Two')
  await other.converse('Three')
  await one.storage.flush()
  await other.storage.flush()
  expect(await textsOn(disk)).toEqual(expect.arrayContaining(['One', 'Two', 'Three']))
})

test('a chat deleted here and gone on with there is kept, whole', async () => {
  const { disk, one, other, chat } = await deafWindows()
  await other.converse('Two')
  await other.storage.flush()
  await one.chats.removeChat(chat)
  await one.storage.flush()
  expect(await textsOn(disk)).toEqual(expect.arrayContaining(['One', 'Two']))
  await expect.poll(() => one.chats.getState().chats.has(chat)).toBe(true)
})

test('a chat deleted there and then gone on with here is kept, whole', async () => {
  const { disk, one, other, chat } = await deafWindows()
  await one.chats.removeChat(chat)
  await one.storage.flush()
  expect((await disk.records()).get(`chat/${chat}`)).toHaveProperty('deletedAt')
  await other.converse('Two')
  await other.storage.flush()
  expect(await textsOn(disk)).toEqual(expect.arrayContaining(['One', 'Two']))
  expect((await disk.records()).get(`chat/${chat}`)).not.toHaveProperty('deletedAt')
})

test('a chat destroyed there and then gone on with here is kept, whole', async () => {
  const { disk, one, other, chat } = await deafWindows()
  await one.chats.removeChat(chat)
  await one.chats.emptyBin([chat])
  await one.storage.flush()
  expect(await textsOn(disk)).toEqual([])
  await other.converse('Two')
  await other.storage.flush()
  expect(await textsOn(disk)).toEqual(expect.arrayContaining(['One', 'Two']))
  expect((await disk.records()).has(`chat/${chat}`)).toBe(true)
})

test('a chat thrown away in one window and restored in another is there in both', async () => {
  const { browser, disk } = { browser: testBrowser(), disk: await testDisk() }
  const openTab = (): Promise<TestWindow> =>
    openWindow(disk, undefined, createTabSync(disk, browser.openTab().openChannel('records')))
  const one = await openTab()
  await one.converse('One')
  const chat = one.openId()
  await one.storage.flush()
  const other = await openTab()
  await one.chats.removeChat(chat)
  await one.storage.flush()
  await expect.poll(() => other.chats.getState().bin.has(chat)).toBe(true)
  expect(other.chats.getState().chats.has(chat)).toBe(false)
  expect(other.chats.restoreChat(chat)).toBe(true)
  await other.storage.flush()
  await expect.poll(() => one.chats.getState().chats.has(chat)).toBe(true)
  expect(one.chats.getState().bin.has(chat)).toBe(false)
  expect(one.chats.undoRemove()).toBe(false)
  await one.chats.removeChat(chat)
  await one.chats.emptyBin([chat])
  await one.storage.flush()
  await expect
    .poll(() => {
      const { chats, bin } = other.chats.getState()
      return chats.has(chat) || bin.has(chat)
    })
    .toBe(false)
})

test('what one window imports is shown in another', async () => {
  const { browser, disk } = { browser: testBrowser(), disk: await testDisk() }
  const openTab = (): Promise<TestWindow> =>
    openWindow(disk, undefined, createTabSync(disk, browser.openTab().openChannel('records')))
  const one = await openTab()
  const other = await openTab()
  const { chat } = emptyConversation('imported')
  const changes = chatEntries(chat, [fakeQuestion({ chatId: chat.id })]).map((entry) => ({
    kind: 'put' as const,
    ...entry,
  }))
  expect(await one.storage.add(changes)).toBe(null)
  await expect.poll(() => other.chats.getState().chats.has(chat.id)).toBe(true)
})

test('what could not be read when another window changed it is read with the next news', async () => {
  const { browser, disk } = { browser: testBrowser(), disk: await testDisk() }
  const openTab = (): Promise<TestWindow> =>
    openWindow(disk, undefined, createTabSync(disk, browser.openTab().openChannel('records')))
  const one = await openTab()
  await one.converse('One')
  const first = one.openId()
  await one.storage.flush()
  const deaf = { isDeaf: false }
  const flaky = {
    ...disk,
    read: (key: string) =>
      deaf.isDeaf ? Promise.reject(new Error('The disk is busy.')) : disk.read(key),
  }
  const other = await openWindow(
    flaky,
    undefined,
    createTabSync(flaky, browser.openTab().openChannel('records')),
  )
  deaf.isDeaf = true
  await one.chats.rename(first, 'Sums')
  await one.storage.flush()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(other.chats.getState().chats.get(first)?.title).toBe('One')
  deaf.isDeaf = false
  one.chats.newChat()
  await one.converse('Two')
  await one.storage.flush()
  await expect.poll(() => other.chats.getState().chats.get(first)?.title).toBe('Sums')
})

test('a chat in which somebody types is not taken out of their hands by another window', async () => {
  const { browser, disk } = { browser: testBrowser(), disk: await testDisk() }
  const openTab = (): Promise<TestWindow> =>
    openWindow(disk, undefined, createTabSync(disk, browser.openTab().openChannel('records')))
  const one = await openTab()
  await one.converse('One')
  const chat = one.openId()
  await one.storage.flush()
  const other = await openTab()
  await other.chats.open(chat)
  other.chats.writeDraft(chat, 'half a question')
  await one.chats.removeChat(chat)
  await one.storage.flush()
  await expect
    .poll(async () => {
      await other.storage.flush()
      return one.chats.getState().chats.has(chat)
    })
    .toBe(true)
  expect(other.chats.getState().openChat).toBe(chat)
})

test('an answer deleted here under which another window asked something is kept', async () => {
  const { disk, one, other, chat } = await deafWindows()
  const answer = one.lastAnswer().id
  await other.converse('Two')
  await other.storage.flush()
  one.chats.removeMessage(chat, answer)
  await one.storage.flush()
  expect((await disk.records()).has(`message/${chat}/${answer}`)).toBe(true)
  await expect.poll(() => conversationOf(one.chats.getState(), chat)?.tree.has(answer)).toBe(true)
})

test('a destroyed chat that nobody else has touched is deleted', async () => {
  const { disk, one, chat } = await deafWindows()
  await one.chats.removeChat(chat)
  await one.chats.emptyBin([chat])
  await one.storage.flush()
  expect([...(await disk.records()).keys()]).toEqual(['settings'])
})

test('a failed write leaves everything to be written again', async () => {
  const { disk, one, chat } = await deafWindows()
  disk.failWith(new DOMException('full', 'QuotaExceededError'))
  await one.chats.rename(chat, 'Sums')
  await one.storage.flush()
  disk.failWith(undefined)
  await one.storage.flush()
  expect((await disk.records()).get(`chat/${chat}`)).toMatchObject({ title: 'Sums' })
})

test('a window that meets a newer record stops writing, and still has what is not kept', async () => {
  const { disk, one, chat } = await deafWindows()
  const newer = { v: 99, colour: 'red' }
  await disk.write([{ kind: 'put', key: `chat/${chat}`, value: newer }])
  await one.chats.rename(chat, 'Sums')
  await one.storage.flush()
  expect(one.storage.state.getState().isOutdated).toBe(true)
  await one.converse('Two')
  await one.storage.flush()
  const records = await disk.records()
  expect(records.get(`chat/${chat}`)).toEqual(newer)
  expect(await textsOn(disk)).toEqual(['One'])
  expect(one.storage.unsaved().length).toBeGreaterThan(0)
})

test('a window that hears of a newer app stops writing; the newer one goes on', async () => {
  const disk = await testDisk()
  const browser = testBrowser()
  const open = (): TabChannel => browser.openTab().openChannel('records')
  const old = await openWindow(disk, undefined, createTabSync(disk, open(), 1))
  const next = await openWindow(disk, undefined, createTabSync(disk, open(), 2))
  await expect.poll(() => old.storage.state.getState().isOutdated).toBe(true)
  expect(next.storage.state.getState().isOutdated).toBe(false)
  await old.converse('Old')
  await old.storage.flush()
  await next.converse('New')
  await next.storage.flush()
  expect(await textsOn(disk)).toEqual(['New'])
})

test('what is left to write when the page goes is written without waiting for a look', async () => {
  const { disk, one, chat } = await deafWindows()
  one.chats.writeDraft(chat, 'half')
  await one.chats.rename(chat, 'Sums')
  disk.writes.length = 0
  one.storage.leave()
  // Asked for in this very task: nothing of it may wait for an answer.
  expect(disk.writes.flat().map(({ key }) => key)).toContain(`chat/${chat}`)
  await one.storage.flush()
  expect((await disk.records()).get(`chat/${chat}`)).toMatchObject({ title: 'Sums' })
})

test('a page that is left with an older state of a reply than the disk has leaves the disk as it is', async () => {
  const disk = await testDisk()
  const browser = testBrowser()
  const openTab = (): Promise<TestWindow> =>
    openWindow(disk, undefined, createTabSync(disk, browser.openTab().openChannel('records')))
  const one = await openTab()
  one.chats.ask(one.openId(), 'One')
  await one.engine.whenAsked(1)
  await one.storage.flush()
  const other = await openTab()
  await other.chats.open(one.openId())
  const { id, chatId } = one.lastAnswer()
  await other.chats.continueAnswer(chatId, id)
  await other.engine.whenAsked(1)

  one.engine.say('Well.</think>4')
  one.engine.end()
  await one.chats.whenIdle()
  await one.storage.flush()
  const stored = async (): Promise<unknown> => (await disk.records()).get(`message/${chatId}/${id}`)
  const whole = await stored()
  expect(whole).toMatchObject({ ending: { kind: 'stop' } })
  // It has heard of it by now.
  await new Promise((resolve) => setTimeout(resolve, 50))
  const before = disk.writes.length
  other.storage.leave()
  await other.storage.flush()
  const puts = disk.writes.slice(before).flat()
  expect(
    puts.filter(({ key }) => key.endsWith(id)).map((put) => 'value' in put && put.value),
  ).not.toContainEqual(expect.objectContaining({ ending: { kind: 'open' } }))
  expect(await stored()).toEqual(whole)
})
