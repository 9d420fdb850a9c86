import { expect, test } from 'vitest'

import type { Segment } from '../../../src/engine/engine.ts'
import { closing, createHostBench } from './hostBench.ts'
import { createSegment } from './segments.ts'

type Bench = ReturnType<typeof createHostBench>

async function think(changes: Partial<Segment>, contextWindow = 2048): Promise<Bench> {
  const bench = createHostBench({ contextWindow })
  await bench.load()
  await bench.start(2, createSegment(changes))
  return bench
}

const endOf = (bench: Bench): unknown => bench.eventsOf(2).at(-1)
const many = 'x'.repeat(600)

test('a thought with a budget ends at exactly that token', async () => {
  const bench = await think({ thinking: { kind: 'budget', tokens: 20 } })
  await bench.say(many)
  expect(bench.textOf(2)).toBe('x'.repeat(20))
  expect(endOf(bench)).toMatchObject({ finish: 'thought full', usage: { completionTokens: 20 } })
})

test('a thought that closes within its budget is left alone, and so is the answer', async () => {
  const bench = await think({ thinking: { kind: 'budget', tokens: 20 } })
  await bench.say(`xx${closing}${'y'.repeat(50)}`)
  await bench.end('stop')
  expect(bench.textOf(2)).toBe(`xx</think>${'y'.repeat(50)}`)
  expect(endOf(bench)).toMatchObject({ finish: 'stop' })
})

test('an end before the least number of tokens is left out, and told', async () => {
  const bench = await think({ thinking: { kind: 'atLeast', tokens: 5 } })
  await bench.say(`abcd${closing}e`)
  expect(bench.textOf(2)).toBe('abcd')
  expect(endOf(bench)).toMatchObject({ finish: 'thought short', usage: { completionTokens: 4 } })
})

test('an end after the least number of tokens is the end', async () => {
  const bench = await think({ thinking: { kind: 'atLeast', tokens: 4 } })
  await bench.say(`abcd${closing}e`)
  await bench.end('stop')
  expect(bench.textOf(2)).toBe('abcd</think>e')
})

test('a thought leaves the answer a quarter of the room, 256 tokens at most', async () => {
  const limited = (maxTokens: number): Partial<Segment> => ({
    sampling: { temperature: 0.6, topP: 0.95, maxTokens },
  })
  const short = await think(limited(100))
  await short.say(many)
  expect(short.textOf(2)).toHaveLength(75)
  expect(endOf(short)).toMatchObject({ finish: 'thought full' })

  const prompt = '<｜begin▁of▁sentence｜><｜User｜>What is 2 + 2?<｜Assistant｜><think>\n'
  const full = await think({}, prompt.length + 500)
  await full.say(many)
  // The opened tag, eight tokens here, is a part of the thought that the answer's quarter is of.
  expect(full.textOf(2)).toHaveLength(500 - 508 / 4)
})

test('the answer’s room is the same in however many segments a thought is written', async () => {
  const prompt = '<｜begin▁of▁sentence｜><｜User｜>What is 2 + 2?<｜Assistant｜><think>\n'
  const atLeast = { thinking: { kind: 'atLeast', tokens: 1000 } } as const
  for (const written of [1, 100, 372]) {
    const later = await think(
      { ...atLeast, prefix: { reasoning: 'x'.repeat(written) } },
      prompt.length + 500,
    )
    await later.say(many)
    expect(written + later.textOf(2).length).toBe(373)
    expect(endOf(later)).toMatchObject({ finish: 'thought full' })
  }
})

test('nor does it shrink where the limit is the reply’s own', async () => {
  for (const used of [0, 100, 260, 299]) {
    const later = await think({
      thinking: { kind: 'atLeast', tokens: 1000 },
      prefix: { reasoning: 'x'.repeat(used) },
      sampling: { temperature: 0.6, topP: 0.95, maxTokens: 400 - used },
      used,
    })
    await later.say(many)
    expect(used + later.textOf(2).length).toBe(300)
    expect(endOf(later)).toMatchObject({ finish: 'thought full' })
  }
})

test('a thought that has taken more than its share ends with its next token', async () => {
  const prompt = '<｜begin▁of▁sentence｜><｜User｜>What is 2 + 2?<｜Assistant｜><think>\n'
  const late = await think({ prefix: { reasoning: 'x'.repeat(450) } }, prompt.length + 500)
  await late.say(many)
  expect(late.textOf(2)).toBe('x')
  expect(endOf(late)).toMatchObject({ finish: 'thought full' })
})

test('the least number of tokens never takes the room of the answer', async () => {
  const bench = await think({
    sampling: { temperature: 0.6, topP: 0.95, maxTokens: 100 },
    thinking: { kind: 'atLeast', tokens: 90 },
  })
  await bench.say(`${'x'.repeat(74)}${closing}`)
  expect(endOf(bench)).toMatchObject({ finish: 'thought short' })
})

test('a reply that has an answer thinks no more, whatever is asked', async () => {
  const bench = await think({
    prefix: { reasoning: 'Hm.\n', answer: '\n\n' },
    thinking: { kind: 'budget', tokens: 1 },
  })
  await bench.say('abc')
  await bench.end('stop')
  expect(bench.textOf(2)).toBe('abc')
})

test('before an answer with a format the thought is free, and the segment ends with it', async () => {
  const format = { kind: 'choices', choices: ['yes', 'no'] } as const
  const bench = await think({ format })
  expect(bench.requests[0]?.format).toBeUndefined()
  await bench.say(`Hm.${closing}ye`)
  expect(bench.textOf(2)).toBe('Hm.</think>')
  expect(endOf(bench)).toMatchObject({ finish: 'thought closed' })
  await bench.start(3, createSegment({ format, prefix: { reasoning: 'Hm.', answer: '\n\n' } }))
  expect(bench.requests[1]?.format).toEqual(format)
})

test('a cut inside a character keeps the text before it', async () => {
  const bench = await think({ thinking: { kind: 'budget', tokens: 3 } })
  // The bench's decoder gives a half character as U+FFFD, as a tokenizer does.
  await bench.say('ab\uFFFD你')
  expect(bench.textOf(2)).toBe('ab')
})

test('an answer that has begun may use the room that was kept for it', async () => {
  const turns = [{ question: 'Hello', answer: 'Hi.' }]
  const prefix = { reasoning: 'Hm.\n', answer: '\n\n' }
  const prompt =
    '<｜begin▁of▁sentence｜><｜User｜>Hello<｜Assistant｜>Hi.<｜end▁of▁sentence｜>' +
    '<｜User｜>What is 2 + 2?<｜Assistant｜><think>\nHm.\n</think>\n\n'
  const bench = await think({ turns, prefix }, prompt.length + 10)
  expect(bench.requests[0]).toMatchObject({ prompt, maxTokens: 10 })
})

test.each(['{"type":"banana"}', '{"$ref":"#"}', 'not JSON'])(
  'a schema that no answer can be held to, %s, fails in words before a token is drawn',
  async (schema) => {
    const bench = await think({ format: { kind: 'schema', schema } })
    expect(endOf(bench)).toMatchObject({ type: 'error', error: { kind: 'unusable-format' } })
    expect(bench.requests).toEqual([])
    await bench.start(3, createSegment())
    await bench.say('Hm.')
    await bench.end('stop')
    expect(bench.textOf(3)).toBe('Hm.')
  },
)
