import type {
  Engine,
  EngineError,
  EngineEvent,
  ModelId,
  Thinking,
  ThoughtEnd,
} from '../engine/engine.ts'
import { describeFailure } from '../engine/engineWords.ts'
import { findTemplate } from '../engine/template/findTemplate.ts'
import { endAnswer } from './answer.ts'
import { chatToPrompt } from './chatToPrompt.ts'
import { countTurnsToLeaveOut } from './contextBudget.ts'
import { createFrameBatch, type FrameBatchDeps } from './frameBatch.ts'
import type { LivePhase } from './liveAnswer.ts'
import type { Answer, Ending, Message, Part } from './message.ts'
import { createReplyReader } from './replyReader.ts'
import { stopped, untilStopped } from './untilStopped.ts'
import {
  beginAnswer,
  closeThought,
  goOnAfter,
  thinkingLeft,
  type SegmentEnding,
} from './steerAnswer.ts'
import type { RunTurn } from './turns.ts'

export interface RunTurnDeps extends FrameBatchDeps {
  readonly engine: Engine
  /** Tokens that the model's context holds. */
  readonly contextOf: (model: ModelId) => number
}

/** A thought that is sent on again and again without a word of its own has nothing more to say. */
const mostSegments = 32

/**
 * One turn: the model is waited for, the prompt made to fit, tokens become parts on screen, at most once a
 * frame. It has as many segments as its thought needs: each goes on from exactly what the reply holds, with
 * the words in between that close the thought or send it on. Whatever ends it, what was written is kept.
 */
export const createRunTurn =
  (deps: RunTurnDeps): RunTurn =>
  async (path, opened, show, signal, steering) => {
    const { engine, now } = deps
    const begun = opened.parts.length === 0 ? { ...opened, parts: firstParts(opened) } : opened
    let phase: LivePhase = { kind: 'waiting', for: 'model' }
    let from = begun
    let used = 0
    let reply = createReplyReader(begun)
    const draw = (): void =>
      show({ answer: reply.read(), phase: signal.aborted ? { kind: 'stopping' } : phase })
    const frame = createFrameBatch(deps, draw)

    function receive(event: EngineEvent): SegmentEnding | undefined {
      switch (event.type) {
        case 'prefill-progress':
          reply.startPrompt(event.total)
          phase = { kind: 'reading the prompt', done: event.done, total: event.total }
          frame.request()
          return undefined
        case 'tokens': {
          reply.push(event.text, event.at)
          const kind = reply.kind() === 'reasoning' ? 'thinking' : 'answering'
          if (phase.kind !== kind) phase = { kind, since: now() - msSoFar(from, kind) }
          frame.request()
          return undefined
        }
        case 'end':
          reply.endSegment(event.usage)
          used += event.usage.completionTokens
          return { kind: event.finish }
        case 'error':
          return event.error.kind === 'context' ? { kind: 'context' } : failed(event.error)
      }
    }

    /** One segment; a wish of the person's ends it, while it still thinks. */
    async function runSegment(thinking: Thinking): Promise<SegmentEnding> {
      const whole = chatToPrompt(path, from)
      const maxTokens = whole.sampling.maxTokens - used
      if (maxTokens <= 0) return { kind: 'length' }
      const controller = new AbortController()
      const end = (): void => controller.abort()
      const forget = steering.listen(() => {
        if (reply.kind() === 'reasoning') end()
      })
      const segment = { ...whole, thinking, sampling: { ...whole.sampling, maxTokens } }
      if (signal.aborted) end()
      signal.addEventListener('abort', end)
      try {
        for await (const event of engine.generate(segment, controller.signal)) {
          const ending = receive(event)
          if (ending !== undefined) return ending
        }
      } finally {
        forget()
        signal.removeEventListener('abort', end)
      }
      return failed({ kind: 'crash', detail: 'The reply ended without an end.' })
    }

    async function run(): Promise<Ending> {
      draw()
      const obstacle = await waitForModel(engine, begun.model, signal)
      if (obstacle !== undefined) return obstacle
      const fitted = await untilStopped(fitToContext(deps, path, begun), signal)
      if (fitted === stopped) return { kind: 'stopped' }
      from = fitted
      let { thinking } = fitted
      for (let segments = 1; ; segments += 1) {
        // A format holds for the whole of an answer.
        if (from.format !== undefined) from = beginAnswer(from)
        const left = thinkingLeft(thinking, from)
        if (left === undefined) from = closeThought(from, 'budget')
        reply = createReplyReader(from)
        const ending = await runSegment(left ?? free)
        if (signal.aborted) return isThoughtEnd(ending) ? { kind: 'stopped' } : ending
        reply.flush()
        const next = goOnAfter(reply.read(), ending, thinking, steering.take())
        if (next === undefined) return endingOf(ending)
        from = next.answer
        thinking = segments < mostSegments ? next.thinking : free
      }
    }

    const ending = await run().catch((thrown: unknown) =>
      failed({ kind: 'crash', detail: String(thrown) }),
    )
    frame.cancel()
    reply.flush()
    // An engine that breaks while it is being stopped has stopped.
    return endAnswer(
      reply.read(),
      signal.aborted && ending.kind === 'failed' ? { kind: 'stopped' } : ending,
    )
  }

const free: Thinking = { kind: 'free' }

const isThoughtEnd = (ending: SegmentEnding): ending is { readonly kind: ThoughtEnd } =>
  ending.kind.startsWith('thought ')

/** After which nothing more can be done. */
const endingOf = (ending: SegmentEnding): Ending =>
  isThoughtEnd(ending) ? { kind: 'length' } : ending

/**
 * What a reply without a thought begins with: its template's empty thought, byte for byte. Stored like the rest
 * of the reply, it makes continuing such a reply the same call as any other.
 */
function firstParts({ thinking, template }: Answer): readonly Part[] {
  if (thinking.kind !== 'skip') return []
  const { reasoning, answer } = findTemplate(template).emptyThought
  return [
    { kind: 'reasoning', text: reasoning, marks: [] },
    { kind: 'answer', text: answer, marks: [] },
  ]
}

/** What a continued reply has thought or answered before. */
const msSoFar = ({ figures }: Answer, kind: 'thinking' | 'answering'): number =>
  (kind === 'thinking' ? figures?.reasoningMs : figures?.answerMs) ?? 0

/** Nothing once the model is ready. Stopping ends the wait at once; the load goes on for the next turn. */
async function waitForModel(
  engine: Engine,
  model: ModelId,
  signal: AbortSignal,
): Promise<Ending | undefined> {
  const loaded = await untilStopped(engine.load(model, {}, new AbortController().signal), signal)
  if (loaded === stopped) return { kind: 'stopped' }
  const state = engine.getState()
  return state.status === 'failed' ? failed(state.error) : undefined
}

/** The answer, told how many of the oldest turns its prompt leaves out; never fewer than it did before. */
async function fitToContext(
  { engine, contextOf }: RunTurnDeps,
  path: readonly Message[],
  answer: Answer,
): Promise<Answer> {
  const whole = chatToPrompt(path, { ...answer, leftOut: 0 })
  const needed = await countTurnsToLeaveOut(whole, contextOf(answer.model), (model, texts) =>
    engine.countTokens(model, texts),
  )
  return { ...answer, leftOut: Math.max(answer.leftOut, needed) }
}

function failed(error: EngineError): Ending {
  const { title } = describeFailure(error)
  // It stands in the middle of a sentence.
  const detail = error.detail.replace(/\.$/, '')
  return { kind: 'failed', error: detail === '' ? title : `${title} (${detail})` }
}
