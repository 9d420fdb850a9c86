import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { openPath } from '../../../../src/chat/messageTree.ts'
import { splitReply } from '../../../../src/storage/backup/foreignChat.ts'
import { planImport, readLibraryFile } from '../../../../src/storage/backup/importing.ts'
import type { LibraryChat } from '../../../../src/storage/backup/library.ts'
import { withChanges } from '../../../../src/storage/fullDisk.ts'
import { mendTree } from '../../../../src/storage/mendTree.ts'
import { chatSettings } from '../../../fakes/conversations.ts'

const read = async (value: unknown, now = 5_000): Promise<readonly LibraryChat[]> => {
  const found = await readLibraryFile(new File([JSON.stringify(value)], 'x'), chatSettings, now)
  if (found.kind !== 'library') throw new Error(JSON.stringify(found))
  return [...found.library.chats.values()]
}

/** What is on screen of it: every message, as its role and its words. */
const shown = ({ chat, messages }: LibraryChat): readonly string[] =>
  openPath(mendTree(chat, [...messages.values()]), chat.chosen).map((message) =>
    message.role === 'question'
      ? `? ${message.text}`
      : `! ${message.parts.map(({ kind, text }) => `${kind}: ${text}`).join(' | ')}`,
  )

const webLlmChat = {
  messages: [
    { role: 'system', content: 'The topic of this conversation is Sums' },
    { role: 'user', content: 'What is 2 + 2?' },
    { role: 'assistant', content: '<think>\nTwo and two.\n</think>\n\nIt is 4.' },
    { role: 'user', content: [{ type: 'text', text: 'And 3 + 3?' }, { type: 'image_url' }] },
    { role: 'user', content: 'Well?' },
    { role: 'assistant', content: 'Six.\n</think>\n\n6' },
  ],
}

const openWebUi = [
  {
    id: 'c1',
    title: 'Sums',
    created_at: 1_700_000_000,
    chat: {
      title: 'Sums',
      models: ['deepseek-r1:7b'],
      history: {
        currentId: 'm3b',
        messages: {
          m0: { id: 'm0', parentId: null, role: 'system', content: 'Be brief.' },
          m1: {
            id: 'm1',
            parentId: 'm0',
            role: 'user',
            content: 'What is 2 + 2?',
            timestamp: 1_700_000_001,
          },
          m2: {
            id: 'm2',
            parentId: 'm1',
            role: 'assistant',
            model: 'deepseek-r1:7b',
            content:
              '<details type="reasoning" done="true" duration="3">\n<summary>Thought for 3 seconds</summary>\n&gt; Two &lt; three.\n> So four.\n</details>\nIt is 4.',
            timestamp: 1_700_000_002,
          },
          m3a: { id: 'm3a', parentId: 'm1', role: 'assistant', content: 'Four.' },
          m3b: {
            id: 'm3b',
            parentId: 'm1',
            role: 'assistant',
            content: '',
            reasoning_content: 'Hm.',
          },
        },
      },
    },
  },
  { id: 'broken' },
]

test('an export of web-llm-chat becomes a chat with its thoughts apart', async () => {
  const [chat, ...others] = await read(webLlmChat)
  expect(others).toEqual([])
  expect(chat && shown(chat)).toEqual([
    '? What is 2 + 2?',
    '! reasoning: Two and two. | answer: It is 4.',
    '? And 3 + 3?\n',
    '! ',
    '? Well?',
    '! reasoning: Six. | answer: 6',
  ])
  expect(chat?.chat).toMatchObject({ title: 'What is 2 + 2?', createdAt: 5_000 })
})

test('an export of Open WebUI keeps its versions, times, models and the branch that was open', async () => {
  const [chat, ...others] = await read(openWebUi)
  expect(others).toEqual([])
  expect(chat && shown(chat)).toEqual(['? What is 2 + 2?', '! reasoning: Hm.'])
  expect(chat?.chat).toMatchObject({ title: 'Sums', createdAt: 1_700_000_000_000 })
  const answers = [...(chat?.messages.values() ?? [])].filter(({ role }) => role === 'answer')
  expect(answers).toMatchObject([
    {
      model: 'deepseek-r1:7b',
      createdAt: 1_700_000_002_000,
      parts: [{ text: 'Two < three.\nSo four.' }, { text: 'It is 4.' }],
    },
    { parts: [{ kind: 'answer', text: 'Four.' }] },
    {},
  ])
  expect(await read(openWebUi[0])).toHaveLength(1)
})

test('imported again, later and by other settings, it adds nothing', async () => {
  for (const file of [webLlmChat, openWebUi]) {
    const json = JSON.stringify(file)
    const first = await readLibraryFile(new File([json], 'x'), chatSettings, 5_000)
    const other = { ...chatSettings, model: 'other' }
    const second = await readLibraryFile(new File([json], 'x'), other, 9_000)
    if (first.kind !== 'library' || second.kind !== 'library') throw new Error('refused')
    const here = withChanges([], (await planImport([], first, chatSettings, 1)).changes)
    expect(await planImport(here, second, other, 2)).toMatchObject({
      changes: [],
      chats: { fresh: 0, same: 1, filled: 0, copied: 0 },
    })
  }
})

test('every word of a reply is kept, wherever its tags stand', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('<think>', '</think>', 'a', 'b', '\n', '```\n', ' '), {
        maxLength: 12,
      }),
      (pieces) => {
        const words = splitReply(pieces.join(''))
          .map(({ text }) => text)
          .join('')
        for (const word of ['a', 'b'])
          expect(words.split(word)).toHaveLength(pieces.join('').split(word).length)
      },
    ),
  )
})

test('however the messages hang together, each is reached and none twice', async () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e')
  const message = fc.record({
    id,
    parentId: fc.option(id),
    role: fc.constantFrom('user', 'assistant', 'system'),
    content: fc.string(),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(message, { selector: (m) => m.id, minLength: 1 }),
      async (messages) => {
        const entries = messages.map((one) => [one.id, one] as const)
        const chats = await read([
          { id: 'x', chat: { history: { messages: Object.fromEntries(entries), currentId: 'a' } } },
        ])
        const said = messages.filter(({ role }) => role !== 'system').length
        const found = [...(chats[0]?.messages.values() ?? [])]
        expect(found.length).toBeGreaterThanOrEqual(said)
        for (const one of found) {
          const parent = found.find((other) => other.id === one.parent)
          expect([one.role, parent?.role]).toBeOneOf([
            ['answer', 'question'],
            ['question', 'answer'],
            ['question', undefined],
          ])
        }
      },
    ),
  )
})

test('a long chain of messages is no trap for the stack', async () => {
  const messages = Object.fromEntries(
    Array.from({ length: 30_000 }, (_, at) => [
      `m${at}`,
      {
        id: `m${at}`,
        parentId: `m${at - 1}`,
        role: at === 29_999 ? 'user' : 'system',
        content: 'x',
      },
    ]),
  )
  expect(await read([{ chat: { history: { messages } } }])).toHaveLength(1)
})
