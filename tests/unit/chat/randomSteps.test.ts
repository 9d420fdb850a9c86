import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import * as steps from '../../../src/chat/chat.ts'
import type { Conversation } from '../../../src/chat/chat.ts'
import type { Answer, Message, Question } from '../../../src/chat/message.ts'
import { openPath, pathTo, versionOf } from '../../../src/chat/messageTree.ts'
import { removeMessage, undoRemove, type Removal } from '../../../src/chat/removal.ts'
import { emptyConversation, newAnswer, newTurn } from '../../fakes/conversations.ts'

/** A step, the message it is about (a number that is taken modulo), and the clock, which may go back. */
const stepArbitrary = fc.record({
  kind: fc.constantFrom('ask', 'edit', 'try again', 'show', 'continue', 'delete', 'undo'),
  pick: fc.nat(50),
  at: fc.integer({ min: 0, max: 20 }),
})

interface World {
  readonly conversation: Conversation
  readonly removal: Removal | undefined
}

type Step = typeof stepArbitrary extends fc.Arbitrary<infer Value> ? Value : never

function take({ conversation, removal }: World, { kind, pick, at }: Step, name: number): World {
  const messages = [...conversation.tree.values()]
  const any = pickFrom(messages, pick)
  const question = pickFrom(messages.filter(isQuestion), pick)
  const answer = pickFrom(messages.filter(isAnswer), pick)
  const turn = newTurn(name, at)
  const on = (next: Conversation): World => ({ conversation: next, removal })
  if (kind === 'ask') return on(steps.ask(conversation, 'Q', turn).conversation)
  if (kind === 'edit' && question !== undefined)
    return on(steps.editQuestion(conversation, question, 'E', turn).conversation)
  if (kind === 'try again' && question !== undefined)
    return on(steps.tryAgain(conversation, question.id, newAnswer(`a${name}`, at)).conversation)
  if (kind === 'show' && any !== undefined) return on(steps.showVersion(conversation, any))
  if (kind === 'continue' && answer !== undefined)
    return on(steps.continueAnswer(conversation, answer, at).conversation)
  if (kind === 'delete' && any !== undefined) return removeMessage(conversation, any)
  // As in the app, a delete can be undone once, and only until the next one.
  if (kind === 'undo' && removal !== undefined)
    return { conversation: undoRemove(conversation, removal), removal: undefined }
  return on(conversation)
}

const isQuestion = (message: Message): message is Question => message.role === 'question'
const isAnswer = (message: Message): message is Answer => message.role === 'answer'
const pickFrom = <Value>(values: readonly Value[], at: number): Value | undefined =>
  values[at % Math.max(values.length, 1)]

const start: World = { conversation: emptyConversation(), removal: undefined }
const walk = (taken: readonly Step[]): World => taken.reduce(take, start)

test('whatever is done to a chat, each message hangs under one of the other role', () => {
  fc.assert(
    fc.property(fc.array(stepArbitrary, { maxLength: 40 }), (taken) => {
      const { tree } = walk(taken).conversation
      for (const message of tree.values()) {
        const [first, ...rest] = pathTo(tree, message.id)
        expect(first).toMatchObject({ role: 'question', parent: null })
        for (const [at, below] of rest.entries())
          expect(below.role).toBe(at % 2 === 0 ? 'answer' : 'question')
      }
    }),
  )
})

test('whatever is done to a chat, versions are counted without a gap or a double', () => {
  fc.assert(
    fc.property(fc.array(stepArbitrary, { maxLength: 40 }), (taken) => {
      const { tree } = walk(taken).conversation
      for (const message of tree.values()) {
        const { index, count, previous, next } = versionOf(tree, message)
        const before = previous === null ? undefined : tree.get(previous)
        expect(before === undefined ? 1 : versionOf(tree, before).index + 1).toBe(index)
        expect(next === null).toBe(index === count)
      }
    }),
  )
})

test('what is asked, tried again or shown is on screen', () => {
  fc.assert(
    fc.property(fc.array(stepArbitrary, { maxLength: 40 }), fc.nat(), (taken, pick) => {
      const { conversation } = walk(taken)
      const asked = steps.ask(conversation, 'Q', newTurn('new')).conversation
      expect(openPath(asked.tree, asked.chat.chosen).at(-1)?.id).toBe('anew')

      const message = pickFrom([...asked.tree.values()], pick)
      if (message === undefined) throw new Error('There is a question at least.')
      const shown = pathTo(asked.tree, message.id).reduce(steps.showVersion, asked)
      expect(openPath(shown.tree, shown.chat.chosen)).toContain(message)
    }),
  )
})

test('a delete and its undo leave a chat as it was, any number of versions later', () => {
  fc.assert(
    fc.property(fc.array(stepArbitrary, { maxLength: 40 }), fc.nat(), (taken, pick) => {
      const { conversation } = walk(taken)
      const message = pickFrom([...conversation.tree.values()], pick)
      fc.pre(message !== undefined)
      const removed = removeMessage(conversation, message)
      expect(removed.conversation.tree.has(message.id)).toBe(false)
      const undone = undoRemove(removed.conversation, removed.removal)
      expect(undone.tree).toEqual(conversation.tree)
      expect(openPath(undone.tree, undone.chat.chosen)).toEqual(
        openPath(conversation.tree, conversation.chat.chosen),
      )
    }),
  )
})

test('no step changes the conversation that it was given', () => {
  fc.assert(
    fc.property(fc.array(stepArbitrary, { maxLength: 40 }), stepArbitrary, (taken, step) => {
      const world = walk(taken)
      const before = structuredClone(world)
      take(world, step, 99)
      expect(world).toEqual(before)
    }),
  )
})
