import { deflateRawSync } from 'node:zlib'

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { largestJson, longestPacked, packJson } from '../../../src/lib/packedJson.ts'
import { contentOf, type PresetContent } from '../../../src/presets/preset.ts'
import { presetToFragment, readPresetLink } from '../../../src/presets/presetLink.ts'
import { readPreset } from '../../../src/presets/presetSchema.ts'
import { presetArbitrary } from '../../fakes/presets.ts'

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const linkOf = (json: string): string => `1.${base64url(deflateRawSync(json))}`

const whole: PresetContent = {
  name: 'Times table',
  question: 'What is {{a}} × {{b}}?',
  system: 'Be brief.',
  examples: [
    { name: 'a', value: '347' },
    { name: 'b', value: '28' },
  ],
  beginning: { kind: 'thought', text: 'Let me see.' },
  model: 'ponder-nano',
  sampling: { temperature: 0.6, topP: 0.95, maxTokens: 512, seed: 7 },
  thinking: { kind: 'budget', tokens: 256 },
  answer: { kind: 'choices', choices: ['yes', 'no'] },
}

/** As people have sent them. These never change, and open for ever. */
const pinned: readonly (readonly [string, PresetContent])[] = [
  ['1.q1bKS8xNVbJSqlDSUSosTS0uyczPU7JSqlSqBQA', { name: 'x', question: 'y' }],
  [
    '1.VY5BTsMwEEWvYv31UEGhLXiDxJoFi0osqi6cZkisxuMQT6CV5XNwIC6GUpUKdk_z_3y9DHGBYbH2gZNRV3UMwvvISX0UWLy2To1PJmdXivn-MjlXpTyCkI5JOcDiiU01eH6bgcAHF_qOE-wm_247ED5cN058e7dCoUtU_Ynm9yhbQsWNF_HSwGbsvdSw0DaOTasgKB8UFs-sJrBJzDMUQog1d7Doo9Q8XImTOAlOKuch5dDz4HQcGPZ6tiRo7F8mfFgQgjus454lwS5u5oTEXMOuCkFbL_v_MtVYN3xyOb_MF8tCcJI-efjT27XR7ziBLmQ3OJ4OErEt5Qc',
    whole,
  ],
  [
    '1.VYsxCsJAFAWvIq_eE2zjRbZJ4idZQ36iWVFZFnKAlIpioxZ2CVhamNskaqdHkICCdgMzY8FeQpBom0N3agav_baAwGRGudEpQ-JeVe2leBxLxdbe1ueu3jg3hIBPoWbWHEJaxJpHkPA4n9MUAoYWpp_r1fO6gxMwkeb4P85jnfXqM_2IIKLEg_iChFUwy4wUpELqjykwCg7OvQE',
    {
      name: '你好 😀',
      question: '第一行\n{{数字}}?',
      beginning: { kind: 'answer', text: '答：' },
      thinking: { kind: 'skip' },
      answer: { kind: 'schema', schema: '{"type":"object"}' },
    },
  ],
]

test.each(pinned)('%s opens', async (link, content) => {
  expect(await readPresetLink(link)).toEqual({ kind: 'read', content, notes: [] })
})

test('a preset comes out of its link as it went in', async () => {
  await fc.assert(
    fc.asyncProperty(presetArbitrary, async (preset) => {
      const fragment = await presetToFragment(preset)
      expect(fragment).toMatch(/^#p=1\.[\w-]+$/)
      const { content } = (await readPresetLink(fragment.slice(3))) as { content: PresetContent }
      expect(content).toEqual(contentOf(preset))
    }),
    { numRuns: 60 },
  )
})

test('what was read once is read the same again', () => {
  const text = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(text, text, (name, question) => {
      const once = readPreset({ name: `x${name}`, question })
      expect(once.kind === 'read' && readPreset(once.content)).toEqual({ ...once, notes: [] })
    }),
  )
})

describe('a link that cannot be used says why', () => {
  const name = 'x'
  test.each([
    ['too long', `1.${'A'.repeat(longestPacked)}`, /longer than 100,000 characters/],
    ['too new', '2.AAAA', /newer version/],
    ['no version', 'AAAA', /damaged/],
    ['version 0', '0.AAAA', /damaged/],
    ['empty', '', /damaged/],
    ['not base64url', '1.A+/=', /damaged/],
    ['percent signs', '1.%00%ff', /damaged/],
    ['not deflated', '1.AAAA', /damaged/],
    ['cut', linkOf('{"name":"x","question":"y"}').slice(0, -6), /damaged/],
    ['not JSON', linkOf('{"name":'), /damaged/],
    ['not UTF-8', `1.${base64url(deflateRawSync(Buffer.from([0x22, 0xff, 0x22])))}`, /damaged/],
    ['deep nesting', linkOf('['.repeat(200_000)), /damaged/],
    ['a number', linkOf('7'), /holds no preset/],
    ['null', linkOf('null'), /holds no preset/],
    ['no name', linkOf('{"question":"y"}'), /holds no preset/],
    ['a blank name', linkOf('{"name":"  ","question":"y"}'), /no name/],
    [
      'an over-long name',
      linkOf(JSON.stringify({ name: 'x'.repeat(121), question: '' })),
      /longer than 120/,
    ],
    [
      'an over-long question',
      linkOf(JSON.stringify({ name, question: 'x'.repeat(20_001) })),
      /longer than 20,000/,
    ],
    [
      'hidden characters that take too much room',
      linkOf(JSON.stringify({ name, question: '\u202E'.repeat(9000) })),
      /longer than 20,000/,
    ],
    [
      'a temperature of 9',
      linkOf(JSON.stringify({ name, question: '', sampling: { temperature: 9 } })),
      /temperature does not lie/,
    ],
    [
      'a seed of text',
      linkOf(JSON.stringify({ name, question: '', sampling: { seed: '7' } })),
      /seed/,
    ],
    [
      'an unknown way of thinking',
      linkOf(JSON.stringify({ name, question: '', thinking: { kind: 'hard' } })),
      /way of thinking/,
    ],
  ])('%s', async (_name, link, reason) => {
    const read = await readPresetLink(link)
    expect(read).toMatchObject({ kind: 'refused' })
    expect((read as { reason: string }).reason).toMatch(reason)
  })

  test('a bomb is given up on the way, not at its end', async () => {
    const bomb = deflateRawSync(Buffer.alloc(64 * 2 ** 20), { level: 9 })
    expect(base64url(bomb).length).toBeLessThan(longestPacked)
    const before = process.memoryUsage().arrayBuffers
    expect(await readPresetLink(`1.${base64url(bomb)}`)).toMatchObject({
      reason: expect.stringMatching(/more than it may hold/),
    })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * largestJson)
  })
})

test('fields of another time are left out, and named', async () => {
  const json =
    '{"name":"x","question":"y","apiKey":"secret","__proto__":{"a":1},"server":"https://x.example"}'
  expect(await readPresetLink(linkOf(json))).toEqual({
    kind: 'read',
    content: { name: 'x', question: 'y' },
    notes: [expect.stringMatching(/“apiKey”, “__proto__”, “server”.* leaves out/)],
  })
  expect(({} as { a?: unknown }).a).toBeUndefined()
})

test('what hides or turns text round is written out, and counted', async () => {
  const link = await packJson({
    name: 'x\u202E',
    question: 'say \u{E0041}\u{E0042}\u200Bhello\ud800',
  })
  expect(await readPresetLink(link)).toEqual({
    kind: 'read',
    content: { name: 'x⟨U+202E⟩', question: 'say ⟨U+E0041⟩⟨U+E0042⟩⟨U+200B⟩hello\uFFFD' },
    notes: [expect.stringMatching(/^4 invisible characters/)],
  })
})
