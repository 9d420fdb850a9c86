import { expect, test } from 'vitest'

import { createChat, type Chat } from '../../../src/chat/chat.ts'
import { selectThread } from '../../../src/chat/chatState.ts'
import type { TreeResult } from '../../../src/chat/threads.ts'
import { chatSettings, fakeQuestion, treeOf } from '../../fakes/conversations.ts'
import { testChats, type TestChats } from '../../fakes/testChats.ts'

const tree = treeOf(fakeQuestion({ chatId: 'stored' }))
const stored = createChat('stored', 1, chatSettings)

interface TestDisk extends TestChats {
  readonly reads: () => number
  /** Ends the oldest read that is under way. */
  readonly answer: (result: TreeResult) => void
}

function testDisk(): TestDisk {
  const waiting: ((result: TreeResult) => void)[] = []
  let reads = 0
  const loadTree = (_chat: Chat): Promise<TreeResult> =>
    new Promise((resolve) => {
      reads += 1
      waiting.push(resolve)
    })
  const given = testChats({ loadTree })
  given.chats.addStored([stored])
  return { ...given, reads: () => reads, answer: (result) => waiting.shift()?.(result) }
}

test('messages are read when a chat is first opened, and only then', async () => {
  const { chats, reads, answer } = testDisk()
  expect(reads()).toBe(0)
  const opened = chats.open('stored')
  expect(selectThread('stored')(chats.getState())).toEqual({ status: 'loading' })
  answer({ kind: 'loaded', tree })
  await opened
  expect(selectThread('stored')(chats.getState())).toEqual({ status: 'loaded', tree })
  await chats.open('stored')
  expect(reads()).toBe(1)
})

test('two who open a chat at once share one read', async () => {
  const { chats, reads, answer } = testDisk()
  const both = [chats.open('stored'), chats.open('stored')]
  answer({ kind: 'loaded', tree })
  await Promise.all(both)
  expect(reads()).toBe(1)
})

test('a read that failed is told, and tried again at the next opening', async () => {
  const { chats, answer } = testDisk()
  const first = chats.open('stored')
  answer({ kind: 'failed', reason: 'The disk is gone.' })
  await first
  expect(selectThread('stored')(chats.getState())).toEqual({
    status: 'failed',
    reason: 'The disk is gone.',
  })
  const second = chats.open('stored')
  answer({ kind: 'loaded', tree })
  await second
  expect(selectThread('stored')(chats.getState())?.status).toBe('loaded')
})

test('nothing is asked in a chat whose messages are not here yet', async () => {
  const { chats, answer, engine } = testDisk()
  const opened = chats.open('stored')
  expect(chats.ask('stored', 'One')).toBe(false)
  answer({ kind: 'loaded', tree })
  await opened
  expect(engine.asked).toEqual([])
})

test('opening a chat that is not there leaves the open one', async () => {
  const { chats, openId, reads } = testDisk()
  const before = openId()
  await chats.open('unknown')
  expect(openId()).toBe(before)
  expect(reads()).toBe(0)
})

test('a chat that is here already is not replaced by what is found on disk', async () => {
  const { chats } = testDisk()
  chats.addStored([{ ...stored, title: 'Older' }])
  expect(chats.getState().chats.get('stored')).toBe(stored)
})
