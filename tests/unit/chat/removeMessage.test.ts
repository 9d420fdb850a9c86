import { expect, test } from 'vitest'

import {
  ask,
  editQuestion,
  showVersion,
  tryAgain,
  type Conversation,
} from '../../../src/chat/chat.ts'
import { removeMessage, undoRemove } from '../../../src/chat/removal.ts'
import type { Message } from '../../../src/chat/message.ts'
import { emptyConversation, newAnswer, newTurn, shownIds } from '../../fakes/conversations.ts'

const asked = ask(emptyConversation(), 'One', newTurn(1)).conversation
/** q1 with the answers a1 (followed by q4 and a4), a2 and a3. */
const branched = [2, 3].reduce(
  (conversation, name) => tryAgain(conversation, 'q1', newAnswer(`a${name}`)).conversation,
  ask(asked, 'Four', newTurn(4)).conversation,
)

function messageOf({ tree }: Conversation, id: string): Message {
  const message = tree.get(id)
  if (message === undefined) throw new Error(`There is no ${id}.`)
  return message
}

const remove = (conversation: Conversation, id: string): ReturnType<typeof removeMessage> =>
  removeMessage(conversation, messageOf(conversation, id))

test('a deleted version gives way to its older neighbour', () => {
  const shown = showVersion(branched, messageOf(branched, 'a2'))
  expect(shownIds(remove(shown, 'a2').conversation)).toBe('q1 a1 q4 a4')
})

test('the oldest version gives way to the next one', () => {
  const shown = showVersion(branched, messageOf(branched, 'a1'))
  expect(shownIds(remove(shown, 'a1').conversation)).toBe('q1 a2')
})

test('what follows from a deleted message goes with it, and its versions stay', () => {
  const { conversation, removal } = remove(branched, 'a1')
  expect([...conversation.tree.keys()].toSorted()).toEqual(['a2', 'a3', 'q1'])
  expect(removal.messages.map(({ id }) => id)).toEqual(['a1', 'q4', 'a4'])
})

test('deleting a version that is not on screen changes nothing on screen', () => {
  expect(shownIds(remove(branched, 'a1').conversation)).toBe(shownIds(branched))
})

test('undo puts back all that was there, on screen as it was', () => {
  const shown = showVersion(branched, messageOf(branched, 'a1'))
  const { conversation, removal } = remove(shown, 'a1')
  const undone = undoRemove(conversation, removal)
  expect(undone.tree).toEqual(shown.tree)
  expect(undone.chat.chosen).toEqual(shown.chat.chosen)
})

test('undo keeps what was asked since the delete', () => {
  const { conversation, removal } = remove(asked, 'a1')
  const later = tryAgain(conversation, 'q1', newAnswer('a9')).conversation
  const undone = undoRemove(later, removal)
  expect([...undone.tree.keys()].toSorted()).toEqual(['a1', 'a9', 'q1'])
  expect(shownIds(undone)).toBe('q1 a1')
})

test('a chat whose only question is deleted is empty, and undo fills it again', () => {
  const { conversation, removal } = remove(asked, 'q1')
  expect(shownIds(conversation)).toBe('')
  expect(shownIds(undoRemove(conversation, removal))).toBe('q1 a1')
})

test('an edited first question falls back to the one before the edit', () => {
  const first = messageOf(asked, 'q1')
  if (first.role !== 'question') throw new Error('q1 is a question.')
  const edited = editQuestion(asked, first, 'Two', newTurn(2)).conversation
  expect(shownIds(remove(edited, 'q2').conversation)).toBe('q1 a1')
})
