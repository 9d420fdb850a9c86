import {
  createChat,
  type ChatSettings,
  type Conversation,
  type NewAnswer,
  type NewTurn,
} from '../../src/chat/chat.ts'
import type { Answer, Message, Part, Question } from '../../src/chat/message.ts'
import { openPath, type MessageTree } from '../../src/chat/messageTree.ts'
import { r1Sampling } from '../../src/engine/engine.ts'

export const chatSettings: ChatSettings = {
  model: 'ponder-nano',
  system: '',
  sampling: r1Sampling,
  thinking: { kind: 'free' },
}

export const emptyConversation = (id = 'chat'): Conversation => ({
  chat: createChat(id, 1000, chatSettings),
  tree: new Map(),
})

export const fakeQuestion = (change: Partial<Question> = {}): Question => ({
  role: 'question',
  id: 'q1',
  chatId: 'chat',
  parent: null,
  createdAt: 1,
  text: 'What is 2 + 2?',
  ...change,
})

export const fakeAnswer = (change: Partial<Answer> = {}): Answer => ({
  role: 'answer',
  id: 'a1',
  chatId: 'chat',
  parent: 'q1',
  createdAt: 2,
  ...chatSettings,
  sampling: { ...r1Sampling, seed: 7 },
  template: 'r1-distill',
  leftOut: 0,
  parts: [],
  figures: null,
  ending: { kind: 'stop' },
  ...change,
})

export const part = (kind: Part['kind'], text: string): Part => ({ kind, text, marks: [] })

/** A reply as the engine said it: its thought, the tag that closes it, its answer. */
export const rawOf = ({ parts }: Answer): string =>
  parts
    .map(({ kind, text }, index) => (kind === 'answer' && index > 0 ? '</think>' : '') + text)
    .join('')

export const treeOf = (...messages: readonly Message[]): MessageTree =>
  new Map(messages.map((message) => [message.id, message]))

export const newAnswer = (id: string, at = 2000): NewAnswer => ({
  id,
  at,
  template: 'r1-distill',
  seed: 7,
})

/** A turn whose question is `q<name>` and whose answer is `a<name>`. */
export const newTurn = (name: string | number, at = 2000): NewTurn => ({
  question: `q${name}`,
  answer: newAnswer(`a${name}`, at),
})

/** What is on screen, as the ids of its messages. */
export const shownIds = ({ chat, tree }: Conversation): string =>
  openPath(tree, chat.chosen)
    .map(({ id }: Message) => id)
    .join(' ')
