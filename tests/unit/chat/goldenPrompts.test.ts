import { expect, test } from 'vitest'

import { partsUpTo, partsWithAnswer, partsWithThought } from '../../../src/chat/beginnings.ts'
import type { Answer } from '../../../src/chat/message.ts'
import { closeThought, thinkLonger, thoughtSentOn } from '../../../src/chat/steerAnswer.ts'
import type { Steer } from '../../../src/chat/steering.ts'
import type { AnswerFormat, Thinking, ThoughtEnd } from '../../../src/engine/engine.ts'
import { findTemplate } from '../../../src/engine/template/findTemplate.ts'
import { chatSettings } from '../../fakes/conversations.ts'
import { testChats, type TestChats } from '../../fakes/testChats.ts'

/**
 * The exact bytes that the model is given when a reply goes on, for each way of going on. The reply's text has
 * signs of two, three, four and more bytes where it is cut.
 */
const question = 'Wie viel ist 两 + 两? 👩🏽‍🔬'
const opening = `<｜begin▁of▁sentence｜><｜User｜>${question}<｜Assistant｜><think>\n`
const thought = 'Zwei é 两 👩🏽‍🔬'
const answer = '\n\nEs ist 四 🇨🇭'

/** What the engine is asked for last, as the bytes of its prompt. */
function prompt({ engine, lastAnswer }: TestChats): Buffer {
  const segment = engine.asked.at(-1)
  if (segment === undefined) throw new Error('Nothing was asked.')
  return Buffer.from(findTemplate(lastAnswer().template).render(segment))
}

const bytes = (reply: string): Buffer => Buffer.from(opening + reply)

interface Settings {
  readonly thinking?: Thinking
  readonly format?: AnswerFormat
}

async function asked(settings: Settings = {}): Promise<TestChats> {
  const made = testChats()
  made.chats.changeSettings(made.openId(), settings)
  made.chats.ask(made.openId(), question)
  await made.engine.whenAsked()
  return made
}

/** A reply that has ended by itself. */
async function answered(text = `${thought}\n</think>${answer}`): Promise<TestChats> {
  const made = await asked()
  made.engine.say(text)
  made.engine.end()
  await made.chats.whenIdle()
  return made
}

/** A reply that was stopped, or died, after this. */
async function continued(text: string): Promise<TestChats> {
  const made = await asked()
  made.engine.say(text)
  made.engine.end('stopped')
  await made.chats.whenIdle()
  await made.chats.continueAnswer(made.openId(), made.lastAnswer().id)
  await made.engine.whenAsked(2)
  return made
}

/** A reply whose thought was seen to by a press of the person's. */
async function steered(steer: Steer): Promise<TestChats> {
  const made = await asked()
  made.engine.say(thought)
  await new Promise((resolve) => setImmediate(resolve))
  made.chats.steer(made.openId(), steer)
  await made.engine.whenAsked(2)
  return made
}

/** A reply whose segment ended so that the thought could be seen to. */
async function ended(finish: ThoughtEnd | 'stop', settings: Settings): Promise<TestChats> {
  const made = await asked(settings)
  made.engine.say(finish === 'thought closed' ? `${thought}\n</think>` : thought)
  made.engine.end(finish)
  await made.engine.whenAsked(2)
  return made
}

/** A new version of a reply, from a beginning that is made of it. */
async function branched(
  begin: (original: Answer) => Pick<Answer, 'parts'> & { readonly thinking?: Thinking },
  text?: string,
): Promise<TestChats> {
  const made = await answered(text)
  const { id } = made.lastAnswer()
  const { parts, thinking } = begin(made.lastAnswer())
  made.chats.branch(made.openId(), id, { parts, thinking })
  await made.engine.whenAsked(2)
  return made
}

const choices: AnswerFormat = { kind: 'choices', choices: ['四', '五'] }
const written = 'Zwei é 五'

test.each<[way: string, goOn: () => Promise<TestChats>, reply: string]>([
  ['a first question', () => asked(), ''],
  ['a skipped thought', () => asked({ thinking: { kind: 'skip' } }), '\n</think>\n\n'],
  ['a stopped thought that goes on', () => continued(thought), thought],
  [
    'a stopped answer that goes on',
    () => continued(`${thought}\n</think>${answer}`),
    `${thought}\n</think>${answer}`,
  ],
  ['a thought stopped as it closed', () => continued(`${thought}</think>`), `${thought}</think>`],
  ['half a closing tag', () => continued(`${thought}</th`), `${thought}</th`],
  ['answer now', () => steered({ kind: 'answer now' }), `${thought}\n</think>\n\n`],
  ['a closed loop', () => steered({ kind: 'close the loop' }), `${thought}\n</think>\n\n`],
  ['think longer, while it thinks', () => steered({ kind: 'think longer' }), thought],
  ['a raised temperature', () => steered({ kind: 'raise temperature', by: 0.2 }), thought],
  [
    'a thought that has had its budget',
    () => ended('thought full', { thinking: { kind: 'budget', tokens: 1 } }),
    `${thought}\n</think>\n\n`,
  ],
  [
    'a thought that closed too early',
    () => ended('thought short', { thinking: { kind: 'atLeast', tokens: 80 } }),
    `${thought}\nWait,`,
  ],
  [
    'a reply that ended inside a thought that was to be longer',
    () => ended('stop', { thinking: { kind: 'atLeast', tokens: 80 } }),
    `${thought}\nWait,`,
  ],
  [
    'an answer with a format',
    () => ended('thought closed', { format: choices }),
    `${thought}\n</think>\n\n`,
  ],
  [
    'think longer, after the end',
    () =>
      branched((original) => ({ parts: thoughtSentOn(original), thinking: thinkLonger(original) })),
    `${thought}\nWait,`,
  ],
  [
    'an edited thought',
    () => branched((original) => ({ parts: partsWithThought(original, written) })),
    written,
  ],
  [
    'an edited thought that is answered at once',
    () =>
      branched((original) => ({
        parts: closeThought(
          { ...original, parts: partsWithThought(original, written) },
          'answer now',
        ).parts,
      })),
    `${written}\n</think>\n\n`,
  ],
  [
    'an edited answer',
    () => branched((original) => ({ parts: partsWithAnswer(original, 'Es ist 五 🇨') })),
    `${thought}\n</think>\n\nEs ist 五 🇨`,
  ],
  [
    'a begun answer, where there was none',
    () => branched((original) => ({ parts: partsWithAnswer(original, 'Es ist 五') }), thought),
    `${thought}\n</think>\n\nEs ist 五`,
  ],
  [
    'a branch in the thought, before a sign of many parts',
    () => branched((original) => ({ parts: partsUpTo(original, { kind: 'reasoning', at: 9 }) })),
    'Zwei é 两 ',
  ],
  [
    'a branch inside a character, which is never cut',
    () => branched((original) => ({ parts: partsUpTo(original, { kind: 'reasoning', at: 10 }) })),
    'Zwei é 两 ',
  ],
  [
    'a branch in the answer',
    () => branched((original) => ({ parts: partsUpTo(original, { kind: 'answer', at: 10 }) })),
    `${thought}\n</think>\n\nEs ist 四`,
  ],
])('%s: the prompt is question, template and reply, byte for byte', async (_way, goOn, reply) => {
  expect(prompt(await goOn()).toString()).toBe(bytes(reply).toString())
  // Text that looks the same may still have other bytes.
  expect(prompt(await goOn())).toEqual(bytes(reply))
})

test.each([
  ['thought', 'Zwei é 两', 'Zwei é 两'],
  ['answer', 'Es ist 四', '\n</think>\n\nEs ist 四'],
] as const)(
  'a %s that a preset begins is gone on from, byte for byte',
  async (kind, text, reply) => {
    const made = testChats()
    made.chats.startChat({
      title: 'Preset',
      text: '',
      settings: chatSettings,
      beginning: { kind, text },
    })
    made.chats.ask(made.openId(), question)
    await made.engine.whenAsked()
    expect(prompt(made)).toEqual(bytes(reply))
  },
)

test('a reply goes on below an earlier turn whose thought is left out, byte for byte', async () => {
  const made = await answered()
  made.chats.ask(made.openId(), 'Und 三?')
  await made.engine.whenAsked(2)
  made.engine.say('Drei 三')
  made.engine.end('stopped')
  await made.chats.whenIdle()
  await made.chats.continueAnswer(made.openId(), made.lastAnswer().id)
  await made.engine.whenAsked(3)
  expect(prompt(made)).toEqual(
    Buffer.from(
      `<｜begin▁of▁sentence｜><｜User｜>${question}<｜Assistant｜>Es ist 四 🇨🇭<｜end▁of▁sentence｜>` +
        '<｜User｜>Und 三?<｜Assistant｜><think>\nDrei 三',
    ),
  )
})
