import type { ModelFiles } from './download/modelFiles.ts'
import type { EngineError, EngineState, LoadedFacts, Suggestion } from './engine.ts'

/** A failure in words: what happened, what is safe, what to do next. */
export interface FailureWords {
  readonly title: string
  readonly advice: string
  /** Whether loading again can help without the person changing anything. */
  readonly canRetry: boolean
}

export function describeFailure({ kind, detail }: EngineError): FailureWords {
  switch (kind) {
    case 'no-webgpu':
      return {
        title: 'This browser cannot run a model here',
        advice:
          'Models run on WebGPU, which this browser does not offer on this device. Use Chrome, Edge or another Chromium browser of version 124 or later, Safari 26, or turn on hardware acceleration in the browser’s settings. Your chats open and can be read without it.',
        canRetry: true,
      }
    case 'no-f16':
      return {
        title: 'This graphics card has no 16-bit arithmetic',
        advice:
          'Choose the model’s build with 32-bit floats (q4f32_1): it needs more memory and gives answers as good.',
        canRetry: false,
      }
    case 'buffer-too-small':
      return {
        title: 'This device cannot hold the model',
        advice: `${detail} Choose a smaller model; your chats are untouched.`,
        canRetry: false,
      }
    case 'out-of-memory':
      return {
        title: 'The device ran out of memory',
        advice:
          'What was written is kept. Close other tabs that use the graphics card, or choose a smaller model, then load again.',
        canRetry: true,
      }
    case 'device-lost':
      return {
        title: 'The graphics device went away',
        advice:
          'A driver reset, sleep or too little memory does this. What was written is kept; the model loads again from this device.',
        canRetry: true,
      }
    case 'offline':
      return {
        title: 'You are offline and this model is not on this device yet',
        advice: 'Go online once to fetch it, or choose a model that is already here.',
        canRetry: true,
      }
    case 'network':
      return {
        title: 'The model’s files could not be fetched',
        advice: `${sentence(detail)} What arrived is kept. Check the connection and load again.`,
        canRetry: true,
      }
    case 'quota':
      return {
        title: 'There is no room left for the model',
        advice:
          'Free some space on this device or delete a model, then load again. Chats are untouched.',
        canRetry: true,
      }
    case 'integrity':
      return {
        title: 'A file of the model is damaged',
        advice: `${sentence(detail)} Load again to fetch it anew.`,
        canRetry: true,
      }
    case 'context':
      return {
        title: 'This chat is longer than the model can read',
        advice: 'Start a new chat or shorten the question; everything here is kept.',
        canRetry: false,
      }
    case 'busy-elsewhere':
      return {
        title: 'Another tab holds the model',
        advice: 'Go on there, or close it and load again here.',
        canRetry: true,
      }
    case 'hang':
      return {
        title: 'The model stopped answering',
        advice:
          'No token came for a long time, so it was stopped. What was written is kept; load it again and continue.',
        canRetry: true,
      }
    case 'library-mismatch':
      return {
        title: 'The model’s library was made for another model',
        advice: `${detail} With it the model would think badly or not at all, so it is not loaded. Use a library that was compiled from these weights’ own config, or choose another model.`,
        canRetry: false,
      }
    case 'no-library':
      return {
        title: 'This deployment has no library for the model',
        advice:
          'Its weights cannot run without one. Whoever runs this deployment can make it with `npm run model:libraries`; or choose another model.',
        canRetry: true,
      }
    case 'blocked-host':
      return {
        title: 'The model’s host is not allowed here',
        advice: `${detail} Or choose another model.`,
        canRetry: false,
      }
    case 'unusable-model':
      return {
        title: 'This model cannot be used',
        advice: `${detail} Choose another model.`,
        canRetry: false,
      }
    case 'unusable-format':
      return {
        title: 'Answers cannot be held to the JSON schema of this chat',
        advice: `${detail} Check and change it in the chat’s options, then try again.`,
        canRetry: false,
      }
    case 'not-here':
      return {
        title: 'This model is not on this device',
        advice: `${detail} Choose a model that is, or fetch this one. The chat is untouched.`,
        canRetry: false,
      }
    case 'crash':
      return {
        title: 'The model’s worker broke down',
        advice: 'What was written is kept. Load the model again and continue.',
        canRetry: true,
      }
  }
}

/** What is not known of a model's files; undefined when all that can be is. */
export const describeTrust = ({ trust }: Pick<ModelFiles, 'trust'>): string | undefined =>
  trust === 'stated'
    ? undefined
    : 'Nobody states what these files must be. What came first is kept to: later damage is found, and what was wrong from the start is not.'

/** What is not known of a loaded model; undefined when all is. */
export const describeLibrary = ({ library }: LoadedFacts): string | undefined =>
  library === 'matches'
    ? undefined
    : 'Unchecked: its library does not say which model it was compiled for, so it could not be compared with the weights.'

/** A way on after a failure, as its button says it. */
export const describeSuggestion = (suggestion: Suggestion): string =>
  suggestion.kind === 'less-context'
    ? `Load with ${suggestion.contextTokens.toLocaleString('en')} tokens of context`
    : `Load ${suggestion.name}`

/** A detail as a part of a text. */
const sentence = (detail: string): string => (/[.!?]$/.test(detail) ? detail : `${detail}.`)

/** What the engine is doing, as a short line. */
export function describeState(state: EngineState): string {
  switch (state.status) {
    case 'idle':
      return 'Not loaded'
    case 'checking':
      return 'Looking at this device'
    case 'downloading':
      return `Fetching, ${formatShare(state.bytes, state.total)}`
    case 'verifying':
      return `Verifying, ${formatShare(state.fraction, 1)}`
    case 'uploading':
      return `Moving to the graphics memory, ${formatShare(state.fraction, 1)}`
    case 'compiling':
      return `Preparing for this device, ${formatShare(state.fraction, 1)}`
    case 'ready':
      return 'Ready'
    case 'generating':
      return 'Writing'
    case 'failed':
      return describeFailure(state.error).title
  }
}

const formatShare = (done: number, total: number): string =>
  `${total > 0 ? Math.floor((100 * done) / total) : 0} %`
