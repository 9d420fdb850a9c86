import * as v from 'valibot'

import type { TurnFigures } from '../stats/turnFigures.ts'
import type { LiveAnswer, LivePhase } from './liveAnswer.ts'
import { markKinds, type Answer, type ChatId, type Mark, type MessageId } from './message.ts'
import type { Steer } from './steering.ts'

/** What is new in a part: its text from a place on. */
interface PartNews {
  readonly kind: 'reasoning' | 'answer'
  readonly marks: readonly Mark[]
  readonly from: number
  readonly text: string
}

export interface LiveNews {
  readonly type: 'live'
  readonly chatId: ChatId
  readonly id: MessageId
  readonly parts: readonly PartNews[]
  readonly figures: TurnFigures | null
  readonly leftOut: number
  readonly phase: LivePhase
  readonly isLooping: boolean
  readonly startedAt: number
}

export type LastNews = Pick<Answer, 'parts' | 'figures' | 'leftOut' | 'ending'>

/** Between the tab that writes a reply and those that look on. */
export type LiveMessage =
  | LiveNews
  | { readonly type: 'who writes' }
  /** 'writing' says the tab that does, 'written' one that knows of it. */
  | { readonly type: 'writing' | 'written'; readonly chatId: ChatId; readonly id: MessageId }
  | {
      readonly type: 'over'
      readonly id: MessageId
      /** All of it: the tab may die, or its disk be full, before it is written. */
      readonly last: LastNews | null
    }
  /** From its beginning, and then as it grows. */
  | { readonly type: 'show me'; readonly id: MessageId }
  | { readonly type: 'stop'; readonly id: MessageId }
  | { readonly type: 'steer'; readonly id: MessageId; readonly steer: Steer }

const text = v.string()
const count = v.pipe(v.number(), v.finite())

const phaseSchema: v.GenericSchema<unknown, LivePhase> = v.variant('kind', [
  v.object({
    kind: v.literal('waiting'),
    for: v.picklist(['model', 'another reply', 'another tab']),
  }),
  v.object({ kind: v.literal('reading the prompt'), done: count, total: count }),
  v.object({ kind: v.picklist(['thinking', 'answering']), since: count }),
  v.object({ kind: v.literal('stopping') }),
])

const figuresSchema = v.custom<TurnFigures>((value) => v.is(v.record(text, count), value))

const steerSchema: v.GenericSchema<unknown, Steer> = v.variant('kind', [
  v.object({ kind: v.picklist(['answer now', 'close the loop', 'think longer']) }),
  v.object({ kind: v.literal('raise temperature'), by: count }),
])

const partEntries = {
  kind: v.picklist(['reasoning', 'answer']),
  marks: v.array(v.object({ kind: v.picklist(markKinds), at: count })),
}

const messageSchema: v.GenericSchema<unknown, LiveMessage> = v.variant('type', [
  v.object({ type: v.literal('who writes') }),
  v.object({ type: v.picklist(['writing', 'written']), chatId: text, id: text }),
  v.object({
    type: v.literal('over'),
    id: text,
    last: v.nullable(
      v.object({
        parts: v.array(v.object({ ...partEntries, text })),
        figures: v.nullable(figuresSchema),
        leftOut: count,
        ending: v.variant('kind', [
          v.object({ kind: v.picklist(['open', 'stop', 'length', 'context', 'stopped']) }),
          v.object({ kind: v.literal('failed'), error: text }),
        ]),
      }),
    ),
  }),
  v.object({ type: v.picklist(['show me', 'stop']), id: text }),
  v.object({ type: v.literal('steer'), id: text, steer: steerSchema }),
  v.object({
    type: v.literal('live'),
    chatId: text,
    id: text,
    parts: v.array(
      v.object({
        ...partEntries,
        from: v.pipe(count, v.integer(), v.minValue(0)),
        text,
      }),
    ),
    figures: v.nullable(figuresSchema),
    leftOut: count,
    phase: phaseSchema,
    isLooping: v.boolean(),
    startedAt: count,
  }),
])

export function readLiveMessage(data: unknown): LiveMessage | undefined {
  const parsed = v.safeParse(messageSchema, data)
  return parsed.success ? parsed.output : undefined
}

/** What has changed since `sent`; everything where nothing was sent. */
export function liveNews(live: LiveAnswer, sent: Answer | undefined): LiveNews {
  const { answer, phase, isLooping = false, startedAt } = live
  return {
    type: 'live',
    chatId: answer.chatId,
    id: answer.id,
    parts: answer.parts.map(({ kind, marks, text: now }, at) => {
      const before = sent?.parts[at]
      // Text grows at its end, but for a beginning that is taken back.
      const from = before?.kind === kind && now.startsWith(before.text) ? before.text.length : 0
      return { kind, marks, from, text: now.slice(from) }
    }),
    figures: answer.figures,
    leftOut: answer.leftOut,
    phase,
    isLooping,
    startedAt,
  }
}

/** The live answer with its news; undefined when something before them is missing. */
export function withNews(answer: Answer, news: LiveNews, isFirst: boolean): LiveAnswer | undefined {
  const parts = news.parts.map(({ kind, marks, from, text: added }, at) => {
    const before = isFirst ? '' : (answer.parts[at]?.text ?? '')
    return before.length < from ? undefined : { kind, marks, text: before.slice(0, from) + added }
  })
  const { figures, leftOut, phase, isLooping, startedAt } = news
  const whole = parts.filter((part) => part !== undefined)
  if (whole.length < parts.length) return undefined
  return { answer: { ...answer, parts: whole, figures, leftOut }, phase, isLooping, startedAt }
}
