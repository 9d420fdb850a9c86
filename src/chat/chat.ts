import type { AnswerFormat, ModelId, Sampling, Thinking } from '../engine/engine.ts'
import type { Beginning } from '../presets/preset.ts'
import { beginParts, reopenAnswer } from './answer.ts'
import { cleanTitle, titleFrom, untitled } from './chatTitle.ts'
import { keptOn } from './context/keptThoughts.ts'
import type { Answer, ChatId, Message, MessageId, Part, Question } from './message.ts'
import { childrenOf, openPath, pathTo, type Chosen, type MessageTree } from './messageTree.ts'

/** What a new answer of a chat is drawn with. Changing it touches no answer that is there. */
export interface ChatSettings {
  readonly model: ModelId
  readonly system: string
  readonly sampling: Sampling
  readonly thinking: Thinking
  /** None: an answer may look like anything. */
  readonly format?: AnswerFormat | undefined
  /** Whether its answers keep their tokens' probabilities and show them. */
  readonly lens?: boolean | undefined
}

export interface Chat extends ChatSettings {
  readonly id: ChatId
  readonly title: string
  /** A title that a person gave is never replaced by one from a question. */
  readonly titledBy: 'question' | 'person'
  /** Milliseconds since 1970, as all times here. */
  readonly createdAt: number
  /** When something was last asked or answered in it. */
  readonly updatedAt: number
  readonly chosen: Chosen
  /** What the answers to its first question begin with. */
  readonly beginning?: Beginning | undefined
  /** When it was put into the bin, if it is there. */
  readonly deletedAt?: number | undefined
}

export interface Conversation {
  readonly chat: Chat
  readonly tree: MessageTree
}

/** What the steps that begin an answer are handed in: ids not used before, and the time. */
export interface NewTurn {
  readonly question: MessageId
  readonly answer: NewAnswer
}

export interface NewAnswer {
  readonly id: MessageId
  readonly at: number
  readonly template: string
  /** For answers whose chat asks for a fresh one each time. */
  readonly seed: number
}

/** A conversation in which an answer was opened, to be written now. */
export interface Opened {
  readonly conversation: Conversation
  readonly answer: Answer
}

export function createChat(id: ChatId, at: number, settings: ChatSettings): Chat {
  const { model, system, sampling, thinking, format, lens } = settings
  return {
    id,
    title: untitled,
    titledBy: 'question',
    createdAt: at,
    updatedAt: at,
    model,
    system,
    sampling,
    thinking,
    ...(format === undefined ? {} : { format }),
    ...(lens === undefined ? {} : { lens }),
    chosen: new Map(),
  }
}

/** A question at the end of the open branch, and the open answer to it. */
export function ask(conversation: Conversation, text: string, turn: NewTurn): Opened {
  const last = openPath(conversation.tree, conversation.chat.chosen).at(-1)
  // A question still waiting for an answer is not followed by another: it gets a new version.
  const parent = last?.role === 'question' ? last.parent : (last?.id ?? null)
  return addTurn(conversation, parent, text, turn)
}

/** The same place in the chat, asked differently: a branch beside the old one. */
export function editQuestion(
  conversation: Conversation,
  question: Question,
  text: string,
  turn: NewTurn,
): Opened {
  return addTurn(conversation, question.parent, text, turn)
}

/** A new answer to a question, beside those that it has. */
export const tryAgain = (
  conversation: Conversation,
  question: MessageId,
  answer: NewAnswer,
): Opened => addAnswer(conversation, question, answer)

/** What another version of an answer begins with, and is drawn with where that is not the chat's. */
export interface VersionStart {
  readonly parts: readonly Part[]
  readonly thinking?: Thinking | undefined
  /** Also where the chat draws every answer with one seed: the same beginning would get the same end. */
  readonly isFresh?: boolean
  /** How many of the oldest turns its prompt leaves out, where those are not as many as the original's. */
  readonly leftOut?: number
  /** Drawn with this instead of the chat's: at 0 a branch would only say the same again. */
  readonly temperature?: number | undefined
}

/** A version of an answer beside it, which goes on from a beginning; the original stays as it is. */
export function branchAnswer(
  conversation: Conversation,
  original: Answer,
  { parts, thinking, isFresh = false, leftOut = original.leftOut, temperature }: VersionStart,
  fresh: NewAnswer,
): Opened {
  const opened = addAnswer(conversation, original.parent ?? original.id, fresh)
  const { sampling } = opened.answer
  const answer = {
    ...opened.answer,
    parts,
    thinking: thinking ?? opened.answer.thinking,
    sampling: {
      ...sampling,
      ...(isFresh && { seed: fresh.seed }),
      ...(temperature !== undefined && { temperature }),
    },
    // A format holds for the whole of an answer, and this one has begun.
    format: parts.some(({ kind, text }) => kind === 'answer' && text.trim() !== '')
      ? undefined
      : opened.answer.format,
    // The same turns and thoughts as in the original's prompt: its beginning was written after them.
    leftOut,
    kept: earlierKept(original),
  }
  return { conversation: replaceMessage(opened.conversation, answer), answer }
}

const earlierKept = ({ kept }: Answer): Answer['kept'] =>
  kept === undefined || kept.earlier.length === 0 ? undefined : { ...kept, own: false }

/** What else a continued answer goes on with than what stands. */
export type Continuation = Partial<Pick<Answer, 'parts' | 'leftOut'>>

/** An ended answer opened again, in place, to go on from exactly where it stands. */
export function continueAnswer(
  conversation: Conversation,
  ended: Answer,
  at: number,
  change: Continuation = {},
): Opened {
  const answer = reopenAnswer({ ...ended, ...change })
  return { conversation: touch(replaceMessage(conversation, answer), at), answer }
}

/** A newer form of a message that is there; one that was deleted meanwhile stays deleted. */
export function replaceMessage(conversation: Conversation, message: Message): Conversation {
  if (!conversation.tree.has(message.id)) return conversation
  return { ...conversation, tree: new Map(conversation.tree).set(message.id, message) }
}

export function showVersion(conversation: Conversation, message: Message): Conversation {
  return choose(conversation, message.parent, message.id)
}

/** A person's title; an empty one gives the chat back its own. */
export function rename({ chat, tree }: Conversation, title: string): Chat {
  const cleaned = cleanTitle(title)
  if (cleaned !== '') return { ...chat, title: cleaned, titledBy: 'person' }
  const first = openPath(tree, chat.chosen)[0]
  const own = first?.role === 'question' ? titleFrom(first.text) : untitled
  return { ...chat, title: own, titledBy: 'question' }
}

export const changeSettings = (chat: Chat, change: Partial<ChatSettings>): Chat => ({
  ...chat,
  ...change,
})

export const touch = (conversation: Conversation, at: number): Conversation => ({
  ...conversation,
  chat: { ...conversation.chat, updatedAt: Math.max(at, conversation.chat.updatedAt) },
})

function addTurn(
  conversation: Conversation,
  parent: MessageId | null,
  text: string,
  { question: id, answer }: NewTurn,
): Opened {
  const { chat, tree } = conversation
  const createdAt = afterSiblings(tree, parent, answer.at)
  const question: Question = { role: 'question', id, chatId: chat.id, parent, createdAt, text }
  const asked = addMessage(conversation, question)
  const titled =
    parent === null && chat.titledBy === 'question'
      ? { ...asked, chat: { ...asked.chat, title: titleFrom(text) } }
      : asked
  return addAnswer(titled, id, answer)
}

function addAnswer(
  conversation: Conversation,
  parent: MessageId,
  { id, at, template, seed }: NewAnswer,
): Opened {
  const { chat, tree } = conversation
  const answer: Answer = {
    role: 'answer',
    id,
    chatId: chat.id,
    parent,
    createdAt: afterSiblings(tree, parent, at),
    model: chat.model,
    template,
    system: chat.system,
    sampling: { ...chat.sampling, seed: chat.sampling.seed ?? seed },
    thinking: chat.thinking,
    ...(chat.format === undefined ? {} : { format: chat.format }),
    leftOut: 0,
    ...keptOn(pathTo(tree, parent)),
    parts: tree.get(parent)?.parent === null ? beginParts(chat.beginning) : [],
    figures: null,
    ending: { kind: 'open' },
  }
  return { conversation: touch(addMessage(conversation, answer), at), answer }
}

function addMessage({ chat, tree }: Conversation, message: Message): Conversation {
  const added = { chat, tree: new Map(tree).set(message.id, message) }
  return choose(added, message.parent, message.id)
}

const choose = (
  { chat, tree }: Conversation,
  parent: MessageId | null,
  child: MessageId,
): Conversation => ({
  chat: { ...chat, chosen: new Map(chat.chosen).set(parent, child) },
  tree,
})

/** The newest version is the last, also when the clock was set back or did not move. */
const afterSiblings = (tree: MessageTree, parent: MessageId | null, at: number): number =>
  Math.max(at, (childrenOf(tree, parent).at(-1)?.createdAt ?? -Infinity) + 1)
