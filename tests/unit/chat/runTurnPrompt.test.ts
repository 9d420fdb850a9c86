import { expect, test } from 'vitest'

import type { Answer, Message } from '../../../src/chat/message.ts'
import { createRunTurn } from '../../../src/chat/runTurn.ts'
import { createSteering } from '../../../src/chat/steering.ts'
import type { Segment } from '../../../src/engine/engine.ts'
import { fakeAnswer, fakeQuestion, part } from '../../fakes/conversations.ts'
import { createFakeEngine } from '../../fakes/fakeEngine.ts'

const opened = fakeAnswer({ id: 'a9', parent: 'q9', ending: { kind: 'open' } })
const question = fakeQuestion({ id: 'q9', text: 'And now?' })
const longTurn: readonly Message[] = [
  fakeQuestion({ text: 'q'.repeat(600) }),
  fakeAnswer({ parts: [part('answer', 'a'.repeat(600))] }),
]

/** A reply of one word: what the engine was asked for, and what became of the answer. */
async function answerWith(
  answer: Answer,
  earlier: readonly Message[] = [],
  text = '4',
): Promise<{ readonly asked: Segment; readonly ended: Answer }> {
  const engine = createFakeEngine()
  const runTurn = createRunTurn({
    engine,
    contextOf: () => 2048,
    now: () => 0,
    onFrame: () => () => undefined,
  })
  const path = [...earlier, question, answer]
  const ended = runTurn(
    path,
    answer,
    () => undefined,
    new AbortController().signal,
    createSteering(),
  )
  const asked = await engine.whenAsked()
  engine.say(text)
  engine.end()
  return { asked, ended: await ended }
}

test('a chat that fits is asked whole', async () => {
  const { asked, ended } = await answerWith(opened, [
    fakeQuestion(),
    fakeAnswer({ parts: [part('answer', '4')] }),
  ])
  expect(asked.turns).toHaveLength(1)
  expect(ended.leftOut).toBe(0)
})

test('what does not fit is left out, and the answer says how much', async () => {
  const { asked, ended } = await answerWith(opened, [...longTurn, ...longTurn])
  expect(asked).toMatchObject({ turns: [], question: 'And now?' })
  expect(ended.leftOut).toBe(2)
})

test('a continued answer never sees turns that it began without', async () => {
  const begun = { ...opened, leftOut: 1, parts: [part('reasoning', 'Well')] }
  const short = [fakeQuestion(), fakeAnswer({ parts: [part('answer', '4')] })]
  const { asked, ended } = await answerWith(begun, short)
  expect(asked.turns).toEqual([])
  expect(ended.leftOut).toBe(1)
})

test('a continued answer goes on from the exact place', async () => {
  const begun = { ...opened, parts: [part('reasoning', 'Two and')] }
  const { asked, ended } = await answerWith(begun, [], ' two.</think>4')
  expect(asked.prefix).toEqual({ reasoning: 'Two and' })
  expect(ended.parts).toEqual([part('reasoning', 'Two and two.'), part('answer', '4')])
})

test('half a tag before a stop is given to the model, and completed by what follows', async () => {
  const begun = { ...opened, parts: [part('reasoning', 'Well</thi')] }
  const { asked, ended } = await answerWith(begun, [], 'nk>4')
  expect(asked.prefix).toEqual({ reasoning: 'Well</thi' })
  expect(ended.parts).toEqual([part('reasoning', 'Well'), part('answer', '4')])
})

test('a reply without a thought begins with the empty thought of R1', async () => {
  const { asked, ended } = await answerWith({ ...opened, thinking: { kind: 'skip' } })
  expect(asked.prefix).toEqual({ reasoning: '\n', answer: '\n\n' })
  expect(ended.parts).toEqual([part('reasoning', '\n'), part('answer', '\n\n4')])
})

test('a reply without a thought that goes on does not begin anew', async () => {
  const begun: Answer = {
    ...opened,
    thinking: { kind: 'skip' },
    parts: [part('reasoning', '\n'), part('answer', '\n\nIt is')],
  }
  const { asked, ended } = await answerWith(begun, [], ' 4')
  expect(asked.prefix).toEqual({ reasoning: '\n', answer: '\n\nIt is' })
  expect(ended.parts.at(-1)?.text).toBe('\n\nIt is 4')
})
