import * as v from 'valibot'

import type {
  EngineEvent,
  EngineError,
  EngineState,
  LoadedFacts,
  ModelId,
  PromptShare,
  RenderedPrompt,
  Segment,
  Suggestion,
} from '../engine.ts'
import { errorSchema, eventSchema, shareSchema } from '../readFromWorker.ts'

/** Between tabs; raised with each change that an older tab would read wrongly. */
const wireVersion = 1

/** What a tab asks of the tab that holds the engine. */
export type EngineRequest =
  | { readonly kind: 'load'; readonly model: ModelId; readonly contextTokens?: number | undefined }
  | { readonly kind: 'unload' }
  | { readonly kind: 'generate'; readonly segment: Segment }
  | { readonly kind: 'render'; readonly segment: Segment }
  | { readonly kind: 'measure'; readonly segment: Segment }
  | { readonly kind: 'count'; readonly model: ModelId; readonly texts: readonly string[] }

export type EngineReply =
  | { readonly kind: 'done' }
  | { readonly kind: 'event'; readonly event: EngineEvent }
  | { readonly kind: 'rendered'; readonly prompt: RenderedPrompt }
  | { readonly kind: 'measured'; readonly shares: readonly PromptShare[] | null }
  | { readonly kind: 'counted'; readonly counts: readonly number[] }
  | { readonly kind: 'failed'; readonly error: EngineError }

/** `holder` names one holding of the engine by one tab: what is meant for an earlier one is not answered. */
export type WireMessage =
  | { readonly type: 'who holds' }
  | { readonly type: 'holding'; readonly holder: string; readonly state: EngineState }
  | {
      readonly type: 'ask'
      readonly holder: string
      readonly tab: string
      readonly id: string
      readonly request: EngineRequest
    }
  | { readonly type: 'cancel'; readonly holder: string; readonly id: string }
  | {
      readonly type: 'reply'
      readonly holder: string
      readonly id: string
      readonly reply: EngineReply
    }

const count = v.pipe(v.number(), v.finite())
const text = v.string()
const model = v.pipe(v.string(), v.minLength(1), v.maxLength(200))

const factsSchema: v.GenericSchema<unknown, LoadedFacts> = v.object({
  contextTokens: count,
  library: v.picklist(['matches', 'unchecked']),
})

const suggestionSchema: v.GenericSchema<unknown, Suggestion> = v.variant('kind', [
  v.object({ kind: v.literal('less-context'), model, contextTokens: count }),
  v.object({ kind: v.literal('other-model'), model, name: text, contextTokens: count }),
])

const stateSchema: v.GenericSchema<unknown, EngineState> = v.variant('status', [
  v.object({ status: v.picklist(['idle', 'checking']) }),
  v.object({
    status: v.literal('downloading'),
    model,
    bytes: count,
    total: count,
    bytesPerSecond: count,
  }),
  v.object({
    status: v.picklist(['verifying', 'uploading', 'compiling']),
    model,
    fraction: count,
  }),
  v.object({ status: v.picklist(['ready', 'generating']), model, facts: factsSchema }),
  v.object({
    status: v.literal('failed'),
    model: v.optional(model),
    error: v.intersect([
      errorSchema,
      v.object({ suggestions: v.optional(v.array(suggestionSchema)) }),
    ]),
  }),
])

/** Only its outside: all of it is text and numbers, and was read through its own schemas where it came from. */
const segmentSchema = v.custom<Segment>(
  (value) =>
    v.is(
      v.looseObject({
        model,
        system: text,
        question: text,
        turns: v.array(v.looseObject({ question: text, answer: text })),
        prefix: v.looseObject({ reasoning: text }),
        sampling: v.looseObject({ temperature: count, topP: count, maxTokens: count }),
        thinking: v.looseObject({ kind: text }),
        used: v.optional(count),
        journal: v.optional(v.looseObject({ reply: text })),
      }),
      value,
    ),
  'No segment.',
)

const requestSchema: v.GenericSchema<unknown, EngineRequest> = v.variant('kind', [
  v.object({ kind: v.literal('load'), model, contextTokens: v.optional(count) }),
  v.object({ kind: v.literal('unload') }),
  v.object({ kind: v.picklist(['generate', 'render', 'measure']), segment: segmentSchema }),
  v.object({ kind: v.literal('count'), model, texts: v.array(text) }),
])

const replySchema: v.GenericSchema<unknown, EngineReply> = v.variant('kind', [
  v.object({ kind: v.literal('done') }),
  v.object({ kind: v.literal('event'), event: eventSchema }),
  v.object({
    kind: v.literal('rendered'),
    prompt: v.object({
      text,
      tokens: v.array(v.object({ id: count, text, special: v.boolean() })),
    }),
  }),
  v.object({ kind: v.literal('measured'), shares: v.nullable(v.array(shareSchema)) }),
  v.object({ kind: v.literal('counted'), counts: v.array(count) }),
  v.object({ kind: v.literal('failed'), error: errorSchema }),
])

const messageSchema: v.GenericSchema<unknown, WireMessage> = v.variant('type', [
  v.object({ type: v.literal('who holds') }),
  v.object({ type: v.literal('holding'), holder: text, state: stateSchema }),
  v.object({
    type: v.literal('ask'),
    holder: text,
    tab: text,
    id: text,
    request: requestSchema,
  }),
  v.object({ type: v.literal('cancel'), holder: text, id: text }),
  v.object({ type: v.literal('reply'), holder: text, id: text, reply: replySchema }),
])

const versionedSchema = v.object({ version: v.number(), message: v.unknown() })

/** A message of another tab; 'other version' of one that speaks otherwise. */
export function readWire(data: unknown): WireMessage | 'other version' | undefined {
  const outer = v.safeParse(versionedSchema, data)
  if (!outer.success) return undefined
  if (outer.output.version !== wireVersion) return 'other version'
  const parsed = v.safeParse(messageSchema, outer.output.message)
  return parsed.success ? parsed.output : undefined
}

export const toWire = (message: WireMessage): unknown => ({ version: wireVersion, message })
