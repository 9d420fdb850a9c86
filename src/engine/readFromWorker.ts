import * as v from 'valibot'

import {
  finishes,
  thoughtEnds,
  type EngineError,
  type EngineErrorKind,
  type EngineEvent,
  type LoadedFacts,
  type PromptShare,
  type TokenChances,
} from './engine.ts'
import type { FromWorker, LoadPhase } from './protocol.ts'

const count = v.pipe(v.number(), v.finite())
const id = v.pipe(v.number(), v.safeInteger())

export const errorSchema: v.GenericSchema<EngineError> = v.object({
  kind: v.picklist([
    'no-webgpu',
    'no-f16',
    'buffer-too-small',
    'out-of-memory',
    'device-lost',
    'offline',
    'network',
    'quota',
    'integrity',
    'context',
    'busy-elsewhere',
    'hang',
    'crash',
    'library-mismatch',
    'no-library',
    'blocked-host',
    'unusable-model',
    'unusable-format',
    'not-here',
  ] satisfies readonly EngineErrorKind[]),
  detail: v.string(),
})

export const shareSchema: v.GenericSchema<PromptShare> = v.union([
  v.object({ kind: v.picklist(['system', 'question', 'thought', 'answer']), tokens: count }),
  v.object({ kind: v.picklist(['history', 'kept thought']), turn: count, tokens: count }),
])
const chancesSchema: v.GenericSchema<TokenChances> = v.object({
  length: count,
  chance: count,
  entropy: count,
  likeliest: v.array(v.object({ id, text: v.string(), chance: count })),
})

export const eventSchema: v.GenericSchema<EngineEvent> = v.variant('type', [
  v.object({
    type: v.literal('prefill-progress'),
    done: count,
    total: count,
    shares: v.array(shareSchema),
  }),
  v.object({
    type: v.literal('tokens'),
    text: v.string(),
    ids: v.array(id),
    at: v.array(count),
    chances: v.optional(v.array(chancesSchema)),
  }),
  v.object({
    type: v.literal('end'),
    finish: v.picklist([...finishes, ...thoughtEnds]),
    usage: v.object({
      promptTokens: count,
      completionTokens: count,
      prefillMs: count,
      decodeMs: count,
    }),
  }),
  v.object({ type: v.literal('error'), error: errorSchema }),
])

const phases = ['uploading', 'compiling'] satisfies readonly LoadPhase[]

const messageSchema: v.GenericSchema<FromWorker> = v.variant('type', [
  v.object({ type: v.literal('load-progress'), id, phase: v.picklist(phases), fraction: count }),
  v.object({
    type: v.literal('model-loaded'),
    id,
    facts: v.object({
      contextTokens: count,
      library: v.picklist(['matches', 'unchecked'] satisfies readonly LoadedFacts['library'][]),
    }),
  }),
  v.object({ type: v.literal('request-done'), id }),
  v.object({ type: v.literal('request-failed'), id, error: errorSchema }),
  v.object({ type: v.literal('turn-event'), id, event: eventSchema }),
  v.object({
    type: v.literal('prompt-rendered'),
    id,
    prompt: v.object({
      text: v.string(),
      tokens: v.array(v.object({ id, text: v.string(), special: v.boolean() })),
    }),
  }),
  v.object({ type: v.literal('prompt-measured'), id, shares: v.array(shareSchema) }),
  v.object({ type: v.literal('tokens-counted'), id, counts: v.array(count) }),
  v.object({
    type: v.literal('journal-state'),
    failure: v.nullable(v.object({ name: v.string(), message: v.string() })),
  }),
  v.object({
    type: v.literal('device-lost'),
    kind: v.picklist(['device-lost', 'out-of-memory']),
    detail: v.string(),
  }),
])

/** A worker's message passes one schema at the door; undefined when it is none of ours. */
export function readFromWorker(data: unknown): FromWorker | undefined {
  const { success, output } = v.safeParse(messageSchema, data)
  return success ? output : undefined
}
