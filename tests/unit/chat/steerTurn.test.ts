import { expect, test } from 'vitest'

import type { Answer } from '../../../src/chat/message.ts'
import { createRunTurn } from '../../../src/chat/runTurn.ts'
import { longerTokens } from '../../../src/chat/steerAnswer.ts'
import { createSteering, type Steer } from '../../../src/chat/steering.ts'
import type { Segment, Thinking } from '../../../src/engine/engine.ts'
import { r1Distill } from '../../../src/engine/template/r1.ts'
import { fakeAnswer, fakeQuestion, part } from '../../fakes/conversations.ts'
import {
  createFakeEngine,
  type FakeEngine,
  type FakeEngineOptions,
} from '../../fakes/fakeEngine.ts'

interface SteeredTurn {
  readonly engine: FakeEngine
  readonly steer: (steer: Steer) => void
  readonly stop: () => void
  readonly ended: Promise<Answer>
  /** Whether the thought was said to go round in circles, each time that it was drawn. */
  readonly loops: readonly boolean[]
}

function steeredTurn(
  change: Partial<Answer> = {},
  onLoop: 'offer' | 'answer now' = 'offer',
  options: FakeEngineOptions = {},
): SteeredTurn {
  const engine = createFakeEngine(options)
  const controller = new AbortController()
  const steering = createSteering()
  const answer = fakeAnswer({ ending: { kind: 'open' }, ...change })
  const runTurn = createRunTurn({
    engine,
    contextOf: () => 2048,
    now: () => 0,
    onLoop: () => onLoop,
    onFrame(run) {
      queueMicrotask(run)
      return () => undefined
    },
  })
  const loops: boolean[] = []
  const path = [fakeQuestion(), answer]
  const ended = runTurn(
    path,
    answer,
    ({ isLooping = false }) => loops.push(isLooping),
    controller.signal,
    steering,
  )
  return { engine, ended, loops, steer: steering.ask, stop: () => controller.abort() }
}

const thinking = (kind: 'budget' | 'atLeast', tokens: number): { readonly thinking: Thinking } => ({
  thinking: { kind, tokens },
})

const opening = '<｜begin▁of▁sentence｜><｜User｜>What is 2 + 2?<｜Assistant｜><think>\n'
/** Exactly the template and what stands of the reply: byte for byte. */
const bytes = (text: string): Buffer => Buffer.from(opening + text)
const promptOf = (segment: Segment): Buffer => Buffer.from(r1Distill.render(segment))

test('answer now closes the thought where it stands, and the answer follows', async () => {
  const { engine, ended, steer } = steeredTurn()
  await engine.whenAsked()
  engine.say('Two 和 tw')
  await Promise.resolve()
  steer({ kind: 'answer now' })
  expect(promptOf(await engine.whenAsked(2))).toEqual(bytes('Two 和 tw\n</think>\n\n'))
  engine.say('4')
  engine.end()
  expect((await ended).parts).toEqual([
    { kind: 'reasoning', text: 'Two 和 tw\n', marks: [{ kind: 'answer now', at: 8 }] },
    part('answer', '\n\n4'),
  ])
  expect((await ended).ending).toEqual({ kind: 'stop' })
})

test('a thought that has had its budget is closed in a line of its own, marked', async () => {
  const { engine, ended } = steeredTurn(thinking('budget', 2))
  expect((await engine.whenAsked()).thinking).toEqual({ kind: 'budget', tokens: 2 })
  engine.say('Two and', [0, 1])
  engine.end('thought full')
  expect(promptOf(await engine.whenAsked(2))).toEqual(bytes('Two and\n</think>\n\n'))
  engine.say('4')
  engine.end()
  expect((await ended).parts[0]?.marks).toEqual([{ kind: 'budget', at: 7 }])
})

test('what a thought had before it was stopped counts for its budget', async () => {
  const figures = { ...(await oneToken()), reasoningTokens: 5 }
  const spent = steeredTurn({
    ...thinking('budget', 5),
    figures,
    parts: [part('reasoning', 'Two')],
  })
  expect(promptOf(await spent.engine.whenAsked())).toEqual(bytes('Two\n</think>\n\n'))
  const left = steeredTurn({ ...thinking('budget', 9), figures, parts: [part('reasoning', 'Two')] })
  expect((await left.engine.whenAsked()).thinking).toEqual({ kind: 'budget', tokens: 4 })
})

test('a thought that ends too early goes on with "Wait,", until it has enough', async () => {
  const { engine, ended } = steeredTurn(thinking('atLeast', 3))
  await engine.whenAsked()
  engine.say('Two.\n', [0, 1])
  engine.end('thought short')
  const second = await engine.whenAsked(2)
  expect(promptOf(second)).toEqual(bytes('Two.\nWait,'))
  expect(second.thinking).toEqual({ kind: 'atLeast', tokens: 1 })
  engine.say(' no.</think>4', [2, 3])
  engine.end()
  expect((await ended).parts).toEqual([
    { kind: 'reasoning', text: 'Two.\nWait, no.', marks: [{ kind: 'thought on', at: 5 }] },
    part('answer', '4'),
  ])
})

test('a reply that ends inside a thought that is to be longer goes on too', async () => {
  const { engine } = steeredTurn(thinking('atLeast', 9))
  await engine.whenAsked()
  engine.say('Two')
  engine.end('stop')
  expect(promptOf(await engine.whenAsked(2))).toEqual(bytes('Two\nWait,'))
})

test('think longer asks for so many tokens more, from the exact place', async () => {
  const { engine, steer } = steeredTurn(thinking('budget', 50))
  await engine.whenAsked()
  engine.say('Two a', [0, 1, 2])
  await Promise.resolve()
  steer({ kind: 'think longer' })
  const second = await engine.whenAsked(2)
  expect(promptOf(second)).toEqual(bytes('Two a'))
  expect(second.thinking).toEqual({ kind: 'atLeast', tokens: longerTokens })
})

test('a raised temperature holds from there on, and is marked and stored', async () => {
  const { engine, ended, steer } = steeredTurn()
  await engine.whenAsked()
  engine.say('Two two')
  await Promise.resolve()
  steer({ kind: 'raise temperature', by: 0.2 })
  expect((await engine.whenAsked(2)).sampling.temperature).toBeCloseTo(0.8)
  engine.end()
  expect((await ended).sampling.temperature).toBeCloseTo(0.8)
  expect((await ended).parts[0]?.marks).toEqual([{ kind: 'temperature raised', at: 7 }])
})

test('a wish that comes when the answer has begun changes nothing', async () => {
  const { engine, ended, steer } = steeredTurn()
  await engine.whenAsked()
  engine.say('Two</think>4')
  await new Promise((resolve) => setImmediate(resolve))
  steer({ kind: 'answer now' })
  engine.say('2')
  engine.end()
  expect((await ended).parts).toEqual([part('reasoning', 'Two'), part('answer', '42')])
  expect(engine.asked).toHaveLength(1)
})

test.each(['thought short', 'engine moved', 'stop'] as const)(
  'a wish that comes as the segment ends with "%s" is not lost',
  async (finish) => {
    const { engine, ended, steer } = steeredTurn(thinking('atLeast', 80), 'offer', {
      obeysStop: false,
    })
    await engine.whenAsked()
    engine.say('Two')
    await settled()
    steer({ kind: 'answer now' })
    engine.end(finish)
    expect(promptOf(await engine.whenAsked(2))).toEqual(bytes('Two\n</think>\n\n'))
    engine.say('4')
    engine.end()
    expect((await ended).parts[0]?.marks).toEqual([{ kind: 'answer now', at: 3 }])
  },
)

test('what a turn has used of its limit is told, so that the answer keeps its share', async () => {
  const { engine } = steeredTurn(thinking('atLeast', 1000))
  expect((await engine.whenAsked()).used).toBeUndefined()
  engine.say('Two.', [0, 1, 2])
  engine.end('thought short')
  expect((await engine.whenAsked(2)).used).toBe(3)
})

test('a stop is a stop, also while the thought is being seen to', async () => {
  const { engine, ended, steer, stop } = steeredTurn()
  await engine.whenAsked()
  engine.say('Two')
  steer({ kind: 'answer now' })
  stop()
  expect((await ended).ending).toEqual({ kind: 'stopped' })
})

test('all segments of a turn share its tokens', async () => {
  const { engine, ended } = steeredTurn({
    sampling: { temperature: 0.6, topP: 0.95, maxTokens: 5, seed: 7 },
  })
  await engine.whenAsked()
  engine.say('Two')
  engine.end('thought full')
  // The fake engine says that each segment had three tokens.
  expect((await engine.whenAsked(2)).sampling.maxTokens).toBe(2)
  engine.end('thought full')
  expect((await ended).ending).toEqual({ kind: 'length' })
})

test('a thought with nothing more to say is not sent on for ever', async () => {
  const { engine } = steeredTurn(thinking('atLeast', 1000))
  for (let segment = 1; segment <= 32; segment += 1) {
    expect((await engine.whenAsked(segment)).thinking.kind).toBe('atLeast')
    engine.end('thought short')
  }
  expect((await engine.whenAsked(33)).thinking.kind).toBe('free')
})

test('an answer with a format is written in a segment of its own, after a free thought', async () => {
  const format = { kind: 'choices', choices: ['yes', 'no'] } as const
  const { engine, ended } = steeredTurn({ format })
  expect((await engine.whenAsked()).format).toEqual(format)
  engine.say('Two.\n</think>')
  engine.end('thought closed')
  expect(promptOf(await engine.whenAsked(2))).toEqual(bytes('Two.\n</think>\n\n'))
  engine.say('yes')
  engine.end()
  expect((await ended).parts).toEqual([part('reasoning', 'Two.\n'), part('answer', '\n\nyes')])
})

test('a half-written answer with a format is written anew when it goes on', async () => {
  const format = { kind: 'choices', choices: ['yes', 'no'] } as const
  const { engine } = steeredTurn({
    format,
    parts: [part('reasoning', 'Two'), part('answer', '\n\nye')],
  })
  expect(promptOf(await engine.whenAsked())).toEqual(bytes('Two</think>\n\n'))
})

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const loop = 'I will check again. '.repeat(20)

test('a thought that goes round in circles is said to, and nothing else is done', async () => {
  const { engine, ended, loops, steer } = steeredTurn()
  await engine.whenAsked()
  engine.say('Let me add them. ')
  await settled()
  expect(loops.at(-1)).toBe(false)
  engine.say(loop)
  await settled()
  expect(loops.at(-1)).toBe(true)
  expect(engine.asked).toHaveLength(1)
  steer({ kind: 'raise temperature', by: 0.2 })
  await engine.whenAsked(2)
  engine.say('So 4.')
  await settled()
  expect(loops.at(-1)).toBe(false)
  engine.end()
  await ended
})

test('where it is set so, a thought that goes round in circles is closed, and marked as that', async () => {
  const { engine, ended } = steeredTurn({}, 'answer now')
  await engine.whenAsked()
  engine.say(loop)
  expect(promptOf(await engine.whenAsked(2))).toEqual(bytes(`${loop}\n</think>\n\n`))
  engine.say('4')
  engine.end()
  expect((await ended).parts[0]?.marks).toEqual([{ kind: 'loop closed', at: loop.length }])
})

test('an answer that repeats itself is no loop of a thought', async () => {
  const { engine, ended, loops } = steeredTurn()
  await engine.whenAsked()
  engine.say('Two.\n</think>')
  engine.say(loop)
  await settled()
  engine.end()
  await ended
  expect(loops).not.toContain(true)
})

/** Figures of a reply of one token. */
async function oneToken(): Promise<NonNullable<Answer['figures']>> {
  const { engine, ended } = steeredTurn()
  await engine.whenAsked()
  engine.say('Two')
  engine.end()
  const { figures } = await ended
  if (figures === null) throw new Error('No figures.')
  return figures
}
