import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { nanoRecord } from '../../../src/engine/catalogue/nanoRecord.ts'
import type { FromWorker } from '../../../src/engine/protocol.ts'
import { sourcesOf } from '../../../src/engine/source/modelSources.ts'
import { createEngineHost } from '../../../src/engine/worker/engineHost.ts'
import { filesOf } from './clientBench.ts'
import { createSegment } from './segments.ts'

const opening = '<｜begin▁of▁sentence｜><｜User｜>What is 2 + 2?<｜Assistant｜><think>\n'

/**
 * What a thought of so many tokens is, and the prompt that it goes on with. Every byte is a token here, as is
 * each character that no vocabulary knows: a budget may cut anywhere inside of one.
 */
async function cutAfter(
  text: string,
  tokens: number,
): Promise<{ readonly shown: string; readonly prompt: string }> {
  const sent: FromWorker[] = []
  const prompts: string[] = []
  const host = createEngineHost({
    send: (message) => sent.push(message),
    readFile: () => Promise.resolve(new ArrayBuffer(8)),
    now: () => 0,
    load: () =>
      Promise.resolve({
        contextWindow: 4096,
        encode: (whole) => Int32Array.from(Buffer.from(whole)),
        decode: (ids) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(ids)),
        describeTokens: () => [],
        unload: () => Promise.resolve(),
        complete({ prompt, onToken }) {
          prompts.push(prompt)
          const isStopped = [...Buffer.from(text)].some((byte) => onToken(byte))
          return Promise.resolve({ finish: isStopped ? 'stopped' : 'stop', promptTokens: 0 })
        },
      }),
  })
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const sources = sourcesOf(filesOf(nanoRecord.id))
  host({ type: 'model-load', id: 1, record: nanoRecord, contextTokens: 4096, sources })
  host({
    type: 'turn-start',
    id: 2,
    segment: createSegment({ thinking: { kind: 'budget', tokens } }),
  })
  await settled()
  const shown = sent
    .map((message) =>
      message.type === 'turn-event' && message.event.type === 'tokens' ? message.event.text : '',
    )
    .join('')
  host({ type: 'turn-start', id: 3, segment: createSegment({ prefix: { reasoning: shown } }) })
  await settled()
  return { shown, prompt: prompts[1] ?? '' }
}

test('a cut at any token leaves whole characters, and the next prompt has exactly their bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 40 }),
      async (text, tokens) => {
        const { shown, prompt } = await cutAfter(text, tokens)
        expect(text.startsWith(shown)).toBe(true)
        expect(Buffer.from(shown).toString()).toBe(shown)
        // No more is left out than the one character that the cut is in.
        const kept = Buffer.from(text).subarray(0, tokens)
        expect(kept.length - Buffer.from(shown).length).toBeLessThan(4)
        expect(Buffer.from(prompt)).toEqual(Buffer.from(opening + shown))
      },
    ),
    { numRuns: 60 },
  )
})

test.each([
  ['a两b', 1, 'a'],
  ['a两b', 2, 'a'],
  ['a两b', 3, 'a'],
  ['a两b', 4, 'a两'],
  ['👩🏽‍🔬', 7, '👩'],
])('%s cut after %i bytes is %j', async (text, tokens, shown) => {
  expect((await cutAfter(text, tokens)).shown).toBe(shown)
})
