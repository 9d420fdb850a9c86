import * as fc from 'fast-check'

import type { Chat, ChatSettings } from '../../src/chat/chat.ts'
import type { Draft, Unsent } from '../../src/chat/draft.ts'
import {
  markKinds,
  type Answer,
  type Ending,
  type Mark,
  type Part,
  type Question,
} from '../../src/chat/message.ts'
import type { AnswerFormat, Sampling, Thinking } from '../../src/engine/engine.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { loopActions, themes, thoughtDisplays } from '../../src/settings/settings.ts'

/** Any text at all, halves of signs included: a reply can be cut there. */
const text = fc.string({ unit: 'binary', maxLength: 40 })
const time = fc.double({ noNaN: true, noDefaultInfinity: true })
const count = fc.nat(10_000)
export const idArbitrary = fc.stringMatching(/^[\w-]{1,128}$/)

const samplingArbitrary: fc.Arbitrary<Sampling> = fc.record(
  {
    temperature: fc.double({ min: 0, max: 10, noNaN: true }),
    topP: fc.double({ min: 0, max: 1, noNaN: true }),
    maxTokens: fc.integer({ min: 1, max: 10_000_000 }),
    seed: fc.option(fc.maxSafeInteger(), { nil: undefined }),
  },
  { requiredKeys: ['temperature', 'topP', 'maxTokens'] },
)

const tokens = fc.integer({ min: 1, max: 10_000_000 })
const thinkingArbitrary: fc.Arbitrary<Thinking> = fc.oneof(
  fc.record({ kind: fc.constantFrom('free', 'skip') }),
  fc.record({ kind: fc.constantFrom('budget', 'atLeast'), tokens }),
)

const formatArbitrary: fc.Arbitrary<AnswerFormat> = fc.oneof(
  fc.record({
    kind: fc.constant('choices'),
    choices: fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), {
      minLength: 1,
      maxLength: 5,
    }),
  }),
  fc.record({ kind: fc.constant('schema'), schema: text }),
)

const settings = {
  model: fc.string({ minLength: 1, maxLength: 200 }),
  system: text,
  sampling: samplingArbitrary,
  thinking: thinkingArbitrary,
  format: fc.option(formatArbitrary, { nil: undefined }),
} satisfies Record<Exclude<keyof ChatSettings, 'lens'>, unknown>

/** Of a chat: an answer does not say whether its tokens are kept. */
const chatSettings = { ...settings, lens: fc.option(fc.boolean(), { nil: undefined }) }

export const settingsArbitrary: fc.Arbitrary<Settings> = fc.record({
  theme: fc.constantFrom(...themes),
  thought: fc.constantFrom(...thoughtDisplays),
  loops: fc.option(fc.constantFrom(...loopActions), { nil: undefined }),
  chat: fc.record(chatSettings),
})

export const draftArbitrary: fc.Arbitrary<Draft> = fc.record({
  text,
  edits: fc.array(fc.tuple(idArbitrary, text), { maxLength: 3 }).map((pairs) => new Map(pairs)),
})

export const unsentArbitrary: fc.Arbitrary<Unsent> = fc.record({ text, ...chatSettings })

export const chatArbitrary: fc.Arbitrary<Chat> = fc.record({
  id: idArbitrary,
  title: text,
  titledBy: fc.constantFrom('question', 'person'),
  createdAt: time,
  updatedAt: time,
  ...chatSettings,
  chosen: fc
    .array(fc.tuple(fc.option(idArbitrary), idArbitrary), { maxLength: 5 })
    .map((pairs) => new Map(pairs)),
})

export const questionArbitrary: fc.Arbitrary<Question> = fc.record({
  role: fc.constant('question'),
  id: idArbitrary,
  chatId: idArbitrary,
  parent: fc.option(idArbitrary),
  createdAt: time,
  text,
})

const markArbitrary: fc.Arbitrary<Mark> = fc.record({
  kind: fc.constantFrom(...markKinds),
  at: count,
})

const partArbitrary: fc.Arbitrary<Part> = fc.record({
  kind: fc.constantFrom('reasoning', 'answer'),
  text,
  marks: fc.array(markArbitrary, { maxLength: 3 }),
})

const endingArbitrary: fc.Arbitrary<Ending> = fc.oneof(
  fc.record({ kind: fc.constantFrom('open', 'stop', 'length', 'context', 'stopped') }),
  fc.record({ kind: fc.constant('failed'), error: text }),
)

const figuresArbitrary = fc.record({
  promptTokens: count,
  reasoningTokens: count,
  answerTokens: count,
  firstTokenMs: time,
  prefillTokens: count,
  prefillMs: time,
  reasoningMs: time,
  answerMs: time,
  decodeMs: time,
  decodedTokens: count,
  stalls: count,
})

export const answerArbitrary: fc.Arbitrary<Answer> = fc.record({
  role: fc.constant('answer'),
  id: idArbitrary,
  chatId: idArbitrary,
  parent: idArbitrary,
  createdAt: time,
  ...settings,
  template: text,
  leftOut: count,
  kept: fc.option(
    fc.record({ own: fc.boolean(), earlier: fc.array(idArbitrary, { maxLength: 3 }) }),
    { nil: undefined },
  ),
  parts: fc.array(partArbitrary, { maxLength: 3 }),
  figures: fc.option(figuresArbitrary),
  ending: endingArbitrary,
})
