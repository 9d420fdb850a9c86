import type { SegmentJournal } from './journal.ts'

/**
 * What the app knows of an engine, whichever it is. WebLLM's own words stay in the worker.
 */

export type ModelId = string

/** How the next token is drawn. `seed` undefined means a fresh one for each reply. */
export interface Sampling {
  readonly temperature: number
  readonly topP: number
  readonly maxTokens: number
  readonly seed?: number | undefined
}

/** What DeepSeek recommends for R1 and its distills (DeepSeek-R1 README, 2025-01). */
export const r1Sampling: Sampling = { temperature: 0.6, topP: 0.95, maxTokens: 32_768 }

/** A question and its answer from earlier in the chat; `reasoning` only if the person keeps it in context. */
export interface PastTurn {
  readonly question: string
  readonly answer: string
  readonly reasoning?: string | undefined
}

/** How long to think. Of a segment, `tokens` are those that this segment may, or must, think itself. */
export type Thinking =
  | { readonly kind: 'free' }
  | { readonly kind: 'skip' }
  | { readonly kind: 'budget'; readonly tokens: number }
  | { readonly kind: 'atLeast'; readonly tokens: number }

/** What an answer must look like; the thought before it stays free. `schema` is JSON Schema, as text. */
export type AnswerFormat =
  | { readonly kind: 'choices'; readonly choices: readonly string[] }
  | { readonly kind: 'schema'; readonly schema: string }

/** What a reply holds so far: an open thought, or a closed one and the answer's beginning. */
export interface ReplyPrefix {
  readonly reasoning: string
  readonly answer?: string | undefined
}

/** One thing the engine is asked to go on with: every kind of continuing is this. */
export interface Segment {
  readonly model: ModelId
  readonly system: string
  readonly turns: readonly PastTurn[]
  readonly question: string
  readonly prefix: ReplyPrefix
  readonly sampling: Sampling
  readonly thinking: Thinking
  /** Tokens of the reply's limit that are gone already: its answer keeps its share of the whole of it. */
  readonly used?: number | undefined
  /** A segment that begins in a thought ends with it, so that only the answer is held to the format. */
  readonly format?: AnswerFormat | undefined
  /** Tell what else each token could have been. Costs speed; nothing where it is not asked for. */
  readonly chances?: boolean | undefined
  /** Undefined: nothing of it is kept on the disk before it is told. */
  readonly journal?: SegmentJournal | undefined
}

/** A token that could have come, as the text that it would add, and its probability. */
export interface Alternative {
  readonly id: number
  readonly text: string
  readonly chance: number
}

/**
 * How a token was drawn: probabilities after temperature (and the grammar of a format, if there is one),
 * before top p leaves any out.
 */
export interface TokenChances {
  /** Characters of the event's text that are this token's; none while its character is not whole. */
  readonly length: number
  readonly chance: number
  /** Of the whole distribution, in bits. */
  readonly entropy: number
  /** The five most probable, the first the most; fewer where fewer have a chance at all. */
  readonly likeliest: readonly Alternative[]
}

export const finishes = ['stop', 'length', 'context', 'stopped'] as const
export type Finish = (typeof finishes)[number]

/**
 * A segment that ends, at the exact token, so that another can go on: the thought has had its tokens (or the
 * answer needs the room that is left), it closed before it had enough (the closing tag is left out), it
 * closed and the answer has a format, or the tab that ran the engine is gone and another runs it now.
 */
export const thoughtEnds = [
  'thought full',
  'thought short',
  'thought closed',
  'engine moved',
] as const
export type ThoughtEnd = (typeof thoughtEnds)[number]

/** Token counts and milliseconds of one segment. */
export interface Usage {
  readonly promptTokens: number
  readonly completionTokens: number
  readonly prefillMs: number
  readonly decodeMs: number
}

/** What a stretch of a prompt is; `turn` counts the segment's earlier turns from the oldest, from 0. */
export type ShareOf =
  | { readonly kind: 'system' | 'question' | 'thought' | 'answer' }
  /** An earlier turn, and its thought where that is kept. */
  | { readonly kind: 'history' | 'kept thought'; readonly turn: number }

/** How many tokens a stretch of a prompt has; those of the template count for what they stand beside. */
export type PromptShare = ShareOf & { readonly tokens: number }

export type EngineEvent =
  /** `shares` add up to `total`. */
  | {
      readonly type: 'prefill-progress'
      readonly done: number
      readonly total: number
      readonly shares: readonly PromptShare[]
    }
  /** `at`: milliseconds since the request, one per id. `text` is what the ids add to the reply. */
  | {
      readonly type: 'tokens'
      readonly text: string
      readonly ids: readonly number[]
      readonly at: readonly number[]
      /** One per id, if the segment asked for them. */
      readonly chances?: readonly TokenChances[] | undefined
    }
  | { readonly type: 'end'; readonly finish: Finish | ThoughtEnd; readonly usage: Usage }
  | { readonly type: 'error'; readonly error: EngineError }

export type EngineErrorKind =
  | 'no-webgpu'
  | 'no-f16'
  | 'buffer-too-small'
  | 'out-of-memory'
  | 'device-lost'
  | 'offline'
  | 'network'
  | 'quota'
  | 'integrity'
  | 'context'
  | 'busy-elsewhere'
  | 'hang'
  | 'crash'
  /** The library was compiled for another model than the weights are of. */
  | 'library-mismatch'
  /** This deployment has not compiled the model's library. */
  | 'no-library'
  /** This deployment's policy does not let the page fetch from the model's host. */
  | 'blocked-host'
  /** What lies at the model's address is no model that this engine can run. */
  | 'unusable-model'
  /** Answers cannot be held to the format that was asked for. */
  | 'unusable-format'
  /** Its files are not on this device, and nobody asked to fetch them. */
  | 'not-here'

/** Something else that may be loaded after a failure; chats stay as they are. */
export type Suggestion =
  | { readonly kind: 'less-context'; readonly model: ModelId; readonly contextTokens: number }
  | {
      readonly kind: 'other-model'
      readonly model: ModelId
      readonly name: string
      readonly contextTokens: number
    }

/** A failure as a value; `detail` is for the details line, never the whole message to a person. */
export interface EngineError {
  readonly kind: EngineErrorKind
  readonly detail: string
  /** Ways on, the best first; only the window knows them. */
  readonly suggestions?: readonly Suggestion[] | undefined
}

/** What is known of a model once it is loaded. */
export interface LoadedFacts {
  readonly contextTokens: number
  /** Whether the library's own figures were compared with the weights', or it carries none. */
  readonly library: 'matches' | 'unchecked'
}

export interface LoadOptions {
  /**
   * Tokens of context, all of whose memory is taken now. Undefined: what the model has if it is loaded, else
   * what is chosen for it.
   */
  readonly contextTokens?: number | undefined
}

export type EngineState =
  | { readonly status: 'idle' }
  | { readonly status: 'checking' }
  | {
      readonly status: 'downloading'
      readonly model: ModelId
      readonly bytes: number
      readonly total: number
      readonly bytesPerSecond: number
    }
  | {
      readonly status: 'verifying' | 'uploading' | 'compiling'
      readonly model: ModelId
      readonly fraction: number
    }
  | {
      readonly status: 'ready' | 'generating'
      readonly model: ModelId
      readonly facts: LoadedFacts
    }
  | { readonly status: 'failed'; readonly model?: ModelId | undefined; readonly error: EngineError }

/** One token of a rendered prompt; `special` marks control tokens. */
export interface PromptToken {
  readonly id: number
  readonly text: string
  readonly special: boolean
}

/** The exact string that the model is given, and its tokens. */
export interface RenderedPrompt {
  readonly text: string
  readonly tokens: readonly PromptToken[]
}

export interface Engine {
  /** Current state, and a subscription to its changes. */
  getState(): EngineState
  subscribe(listener: (state: EngineState) => void): () => void
  /**
   * Load a model; settles when it is ready or failed. What is missing of its files is fetched first. Another
   * model, or the same with another context, takes the place of the one that is loaded. Aborting leaves the
   * engine idle, and keeps what has come of a download.
   */
  load(model: ModelId, options: LoadOptions, signal: AbortSignal): Promise<void>
  /** Free the device's memory. Never rejects: a model that cannot be let go is ended with its worker. */
  unload(): Promise<void>
  /** Generate one segment. Stopping by `signal` is a normal end with `finish: 'stopped'`. */
  generate(segment: Segment, signal: AbortSignal): AsyncIterable<EngineEvent>
  /** The prompt that `generate` would use for this segment, exactly. */
  renderPrompt(segment: Segment): Promise<RenderedPrompt>
  /**
   * What the tokens of that prompt are, in its order, counted with the model's own tokenizer. Null, and nothing
   * is loaded, while another model is or none.
   */
  measurePrompt(segment: Segment): Promise<readonly PromptShare[] | null>
  /** Token counts of texts, with the model's own tokenizer; control tokens made harmless. */
  countTokens(model: ModelId, texts: readonly string[]): Promise<readonly number[]>
}
