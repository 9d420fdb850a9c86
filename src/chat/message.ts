import type { AnswerFormat, Finish, ModelId, Sampling, Thinking } from '../engine/engine.ts'
import type { TurnFigures } from '../stats/turnFigures.ts'

export type ChatId = string
export type MessageId = string

/** Every kind there is, and was. */
export const markKinds = [
  'stopped',
  'continued',
  'resumed after a crash',
  /** The person closed the thought here. */
  'answer now',
  /** The thought was asked to go on: here, or with the word that follows. */
  'thought on',
  /** The thought had its tokens, and was closed here. */
  'budget',
  /** From here on the text is a person's, then the model's. */
  'edited',
  'hint',
  'answer begun',
  /** Up to here the text is another version's. */
  'branched',
  'temperature raised',
  /** The thought went round in circles, and was closed here as the settings say. */
  'loop closed',
] as const

/** Something a person or the app did to a reply while it grew; `at` counts characters of its part. */
export interface Mark {
  readonly kind: (typeof markKinds)[number]
  readonly at: number
}

/** A reply's pieces in order: the thought, then the answer. */
export interface Part {
  readonly kind: 'reasoning' | 'answer'
  readonly text: string
  readonly marks: readonly Mark[]
}

/** How a reply ended; `open` while it is being written (or was, when the app died). */
export type Ending =
  | { readonly kind: 'open' }
  | { readonly kind: Finish }
  | { readonly kind: 'failed'; readonly error: string }

/** Thoughts that stand in prompts because a person wants them to: R1's own prompts have none of earlier turns. */
export interface KeptThoughts {
  /** The answer's own thought stands in the prompts of what is asked after it from now on. */
  readonly own: boolean
  /** Earlier answers whose thoughts stood in this one's prompt: it stays the same whatever is chosen later. */
  readonly earlier: readonly MessageId[]
}

interface MessageBase {
  readonly id: MessageId
  readonly chatId: ChatId
  /** The message before this one; null for a chat's first question. Siblings are versions. */
  readonly parent: MessageId | null
  readonly createdAt: number
}

export interface Question extends MessageBase {
  readonly role: 'question'
  readonly text: string
}

export interface Answer extends MessageBase {
  readonly role: 'answer'
  readonly model: ModelId
  readonly template: string
  readonly system: string
  /** What the reply was drawn with: its seed is always set, so that it can be drawn again. */
  readonly sampling: Sampling
  readonly thinking: Thinking
  readonly format?: AnswerFormat | undefined
  /** How many of the oldest turns the prompt left out, because they did not fit into the context. */
  readonly leftOut: number
  readonly kept?: KeptThoughts | undefined
  readonly parts: readonly Part[]
  readonly figures: TurnFigures | null
  readonly ending: Ending
}

export type Message = Question | Answer
