import type { PromptShare } from '../engine/engine.ts'
import type { TurnFigures } from '../stats/turnFigures.ts'
import type { Answer } from './message.ts'

/**
 * What a reply under way is doing. `since` is when it began to, by a clock that stood still in the pauses
 * of a continued reply: now − since is all the time that the thought has had.
 */
export type LivePhase =
  | { readonly kind: 'waiting'; readonly for: 'model' | 'another reply' | 'another tab' }
  /** Tokens of the prompt; a total of 0 is not yet known. */
  | { readonly kind: 'reading the prompt'; readonly done: number; readonly total: number }
  | { readonly kind: 'thinking' | 'answering'; readonly since: number }
  | { readonly kind: 'stopping' }

/** The prompt that the segment under way was given, and the reply's figures when it was: the rest came since. */
export interface HeldPrompt {
  readonly shares: readonly PromptShare[]
  readonly before: TurnFigures | null
}

/** A reply while it is written: at most one new value a frame. */
export interface LiveAnswer {
  readonly answer: Answer
  readonly phase: LivePhase
  /** Its thought goes round in circles. */
  readonly isLooping?: boolean
  /** Known once the model reads it. */
  readonly held?: HeldPrompt | undefined
  /** When it was asked for. */
  readonly startedAt: number
}
