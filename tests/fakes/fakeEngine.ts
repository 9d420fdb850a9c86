import type {
  Engine,
  EngineError,
  EngineEvent,
  EngineState,
  Finish,
  LoadOptions,
  ModelId,
  PromptShare,
  Segment,
  ThoughtEnd,
  TokenChances,
} from '../../src/engine/engine.ts'
import { r1Distill } from '../../src/engine/template/r1.ts'
import { measureSections } from '../../src/engine/worker/measureSections.ts'
import { createEventQueue, type EventQueue } from '../../src/engine/eventQueue.ts'

export interface FakeEngine extends Engine {
  /** Every segment that was asked for, oldest first. */
  readonly asked: readonly Segment[]
  /** Every load that was asked for, oldest first. */
  readonly loads: readonly { readonly model: ModelId; readonly contextTokens: number | undefined }[]
  /** Settles once so many segments were asked for. */
  whenAsked(count?: number): Promise<Segment>
  prefill(done: number, total: number, shares?: readonly PromptShare[]): void
  /** One batch of tokens; `at` has a time for each, and `chances` what the lens asks for. */
  say(text: string, at?: readonly number[], chances?: readonly TokenChances[]): void
  end(finish?: Finish | ThoughtEnd): void
  fail(error: EngineError): void
}

export interface FakeEngineOptions {
  /** How a load goes: it is ready at once, it fails, or it never ends. */
  readonly load?: 'ready' | 'never' | EngineError
  /** How many tokens a text has. */
  readonly tokensOf?: (text: string) => number
  /** Whether a stop ends the reply by itself; otherwise it goes on until the test ends it. */
  readonly obeysStop?: boolean
}

/** An engine without a model: the test says what is written, and when. */
export function createFakeEngine({
  load = 'ready',
  tokensOf = (text) => text.length,
  obeysStop = true,
}: FakeEngineOptions = {}): FakeEngine {
  const asked: Segment[] = []
  const loads: { model: ModelId; contextTokens: number | undefined }[] = []
  const listeners = new Set<(state: EngineState) => void>()
  const waiting = new Set<() => void>()
  let state: EngineState = { status: 'idle' }
  let current: EventQueue<EngineEvent> = createEventQueue()

  function setState(next: EngineState): void {
    state = next
    for (const listener of listeners) listener(next)
  }

  const end = (finish: Finish | ThoughtEnd = 'stop'): void =>
    current.end({ type: 'end', finish, usage: fakeUsage })

  return {
    asked,
    loads,
    end,
    prefill: (done, total, shares = []) =>
      current.push({ type: 'prefill-progress', done, total, shares }),
    say: (text, at = [0], chances) =>
      current.push({
        type: 'tokens',
        text,
        ids: at.map(() => 1),
        at,
        ...(chances === undefined ? {} : { chances }),
      }),
    fail: (error) => current.end({ type: 'error', error }),

    async whenAsked(count = 1) {
      for (let last = asked[count - 1]; ; last = asked[count - 1]) {
        if (last !== undefined) return last
        await new Promise<void>((resolve) => waiting.add(resolve))
      }
    },

    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    load(model: ModelId, { contextTokens }: LoadOptions) {
      loads.push({ model, contextTokens })
      if (load === 'never') return new Promise<void>(() => undefined)
      setState(
        load === 'ready'
          ? { status: 'ready', model, facts: { contextTokens: 2048, library: 'matches' } }
          : { status: 'failed', model, error: load },
      )
      return Promise.resolve()
    },
    unload() {
      setState({ status: 'idle' })
      return Promise.resolve()
    },
    async *generate(segment, signal) {
      current = createEventQueue()
      asked.push(segment)
      for (const wake of waiting) wake()
      waiting.clear()
      if (obeysStop) signal.addEventListener('abort', () => end('stopped'), { once: true })
      if (obeysStop && signal.aborted) end('stopped')
      yield* current
    },
    renderPrompt: () => Promise.resolve({ text: '', tokens: [] }),
    measurePrompt: (segment) =>
      Promise.resolve(
        state.status === 'idle' || state.status === 'failed'
          ? null
          : measureSections(
              r1Distill.sections(segment),
              tokensOf(r1Distill.render(segment)),
              tokensOf,
            ),
      ),
    countTokens: (_model, texts) => Promise.resolve(texts.map(tokensOf)),
  }
}

export const fakeUsage = { promptTokens: 12, completionTokens: 3, prefillMs: 40, decodeMs: 90 }
