import type {
  Engine,
  EngineEvent,
  EngineState,
  Finish,
  ModelId,
  Segment,
} from '../../src/engine/engine.ts'

/** What the engine of every tab would say to this question, if nobody interrupted it. */
export const replyTo = (
  question: string,
): { readonly thought: string; readonly answer: string } => ({
  thought: `They ask: ${question}. I look at it once, and once more, and see.`,
  answer: `\n\nThe answer to “${question}” is ${question.length}.`,
})

export interface EngineCount {
  /** Engines that have a model now, of tabs that live. */
  alive: number
  most: number
}

export interface TabEngineDeps {
  readonly count: EngineCount
  readonly isDead: () => boolean
  /** Lets other things happen between two batches. */
  readonly pause: () => Promise<void>
}

/** An engine that writes the rest of a known reply, a few characters at a time. */
export function createTabEngine({ count, isDead, pause }: TabEngineDeps): Engine & { die(): void } {
  const listeners = new Set<(state: EngineState) => void>()
  let state: EngineState = { status: 'idle' }
  let isLoaded = false
  const setState = (next: EngineState): void => {
    if (isDead()) return
    state = next
    for (const listener of listeners) listener(next)
  }

  async function load(model: ModelId): Promise<void> {
    if (isDead() || ('facts' in state && state.model === model)) return
    if (!isLoaded) {
      isLoaded = true
      count.alive += 1
      count.most = Math.max(count.most, count.alive)
    }
    setState({ status: 'uploading', model, fraction: 0 })
    await pause()
    const facts = { contextTokens: 4096, library: 'matches' } as const
    setState({ status: 'ready', model, facts })
  }

  const restOf = ({ question, prefix }: Segment): string => {
    const { thought, answer } = replyTo(question)
    const whole = `${thought}</think>${answer}`
    const before =
      prefix.answer === undefined ? prefix.reasoning : `${prefix.reasoning}</think>${prefix.answer}`
    if (!whole.startsWith(before)) throw new Error(`Not a beginning of it: ${before}`)
    return whole.slice(before.length)
  }

  return {
    die() {
      if (isLoaded) count.alive -= 1
      isLoaded = false
    },
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    load,
    unload: () => Promise.resolve(),
    async *generate(segment, signal): AsyncGenerator<EngineEvent> {
      await load(segment.model)
      const rest = restOf(segment)
      yield { type: 'prefill-progress', done: 8, total: 8, shares: [] }
      let finish: Finish = 'stop'
      // The closing tag is one token.
      for (const text of rest.match(/<\/think>|[^<]{1,5}/g) ?? []) {
        await pause()
        if (isDead()) await new Promise(() => undefined)
        if (signal.aborted) {
          finish = 'stopped'
          break
        }
        yield { type: 'tokens', text, ids: [1], at: [1] }
      }
      const usage = { promptTokens: 8, completionTokens: 1, prefillMs: 1, decodeMs: 1 }
      yield { type: 'end', finish, usage }
    },
    renderPrompt: () => Promise.resolve({ text: '', tokens: [] }),
    measurePrompt: () => Promise.resolve([]),
    countTokens: (_model, texts) => Promise.resolve(texts.map((text) => text.length)),
  }
}
