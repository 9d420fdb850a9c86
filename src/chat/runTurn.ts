import type { Engine, EngineEvent, ModelId, Thinking, ThoughtEnd } from '../engine/engine.ts'
import { createLoopGuard } from '../reasoning/loopGuard.ts'
import { endAnswer } from './answer.ts'
import { chatToPrompt } from './chatToPrompt.ts'
import { createFrameBatch, type FrameBatchDeps } from './frameBatch.ts'
import type { HeldPrompt, LivePhase } from './liveAnswer.ts'
import type { Answer, Ending } from './message.ts'
import type { LensRecorder } from './lensRecorder.ts'
import { failed, firstParts, fitToContext, waitForModel } from './prepareTurn.ts'
import type { Growth } from './replay/turnTiming.ts'
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
  /** Whether what the engine writes is to be kept on the disk before it is seen. */
  readonly isJournalled?: () => boolean
  /** What to do when a thought goes round in circles: say so, or close it too. */
  readonly onLoop?: () => 'offer' | 'answer now'
  /** Told how a reply grew, once it has ended. */
  readonly onGrown?: (answer: Answer, growth: readonly Growth[]) => void
  /** Keeps the probabilities of the turn's tokens, where the lens is on. */
  readonly recordLens?: (answer: Answer) => Promise<LensRecorder | undefined>
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
    let held: HeldPrompt | undefined
    let from = begun
    let used = 0
    let reply = createReplyReader(begun)
    let guard = createLoopGuard()
    let lens: LensRecorder | undefined
    let isLooping = false
    const growth: Growth[] = []
    const note = (at: Growth['at']): number =>
      growth.push({ characters: countCharacters(reply.read()), at })
    const draw = (): void => {
      lens?.show()
      show({
        answer: reply.read(),
        phase: signal.aborted ? { kind: 'stopping' } : phase,
        isLooping: isLooping && reply.kind() === 'reasoning',
        held,
      })
    }
    const frame = createFrameBatch(deps, draw)

    function receive(event: EngineEvent): SegmentEnding | undefined {
      switch (event.type) {
        case 'prefill-progress':
          reply.startPrompt(event.total)
          held = { shares: event.shares, before: reply.read().figures }
          phase = { kind: 'reading the prompt', done: event.done, total: event.total }
          frame.request()
          return undefined
        case 'tokens': {
          reply.push(event.text, event.at, event)
          note(event.at)
          const kind = reply.kind() === 'reasoning' ? 'thinking' : 'answering'
          if (phase.kind !== kind) phase = { kind, since: now() - msSoFar(from, kind) }
          if (kind === 'thinking') watchLoops(event.text)
          frame.request()
          return undefined
        }
        case 'end':
          if (event.finish === 'engine moved') {
            phase = { kind: 'waiting', for: 'model' }
            frame.request()
          }
          reply.endSegment(event.usage)
          used += event.usage.completionTokens
          return { kind: event.finish }
        case 'error':
          return event.error.kind === 'context' ? { kind: 'context' } : failed(event.error)
      }
    }

    function watchLoops(text: string): void {
      const wasLooping = isLooping
      isLooping = guard.push(text)
      if (isLooping && !wasLooping && deps.onLoop?.() === 'answer now')
        steering.ask({ kind: 'close the loop' })
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
      const segment = {
        ...whole,
        ...(lens !== undefined && { chances: true }),
        thinking,
        sampling: { ...whole.sampling, maxTokens },
        ...(used > 0 && { used }),
        ...(deps.isJournalled?.() === true && { journal: { reply: from.id, head: from } }),
      }
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
      lens = await deps.recordLens?.(begun)
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
        reply = createReplyReader(from, lens)
        note(null)
        const ending = await runSegment(left ?? free)
        if (signal.aborted) return isThoughtEnd(ending) ? { kind: 'stopped' } : ending
        reply.flush()
        const next = goOnAfter(reply.read(), ending, thinking, steering.take())
        if (next === undefined) return endingOf(ending)
        from = next.answer
        // What was said is no loop until it is said again.
        guard = createLoopGuard()
        isLooping = false
        thinking = segments < mostSegments ? next.thinking : free
      }
    }

    const ending = await run().catch((thrown: unknown) =>
      failed({ kind: 'crash', detail: String(thrown) }),
    )
    frame.cancel()
    reply.flush()
    note([])
    // An engine that breaks while it is being stopped has stopped.
    const ended = endAnswer(
      reply.read(),
      signal.aborted && ending.kind === 'failed' ? { kind: 'stopped' } : ending,
    )
    // Before the reply has ended: one that is on the disk has its probabilities there too. Without them it
    // is worth as much.
    await lens?.end(ended).catch(() => undefined)
    deps.onGrown?.(ended, growth)
    return ended
  }

const countCharacters = ({ parts }: Answer): number =>
  parts.reduce((sum, { text }) => sum + text.length, 0)

const free: Thinking = { kind: 'free' }

const isThoughtEnd = (ending: SegmentEnding): ending is { readonly kind: ThoughtEnd } =>
  ending.kind.startsWith('thought ') || ending.kind === 'engine moved'

/** After which nothing more can be done. */
const endingOf = (ending: SegmentEnding): Ending =>
  isThoughtEnd(ending) ? { kind: 'length' } : ending

/** What a continued reply has thought or answered before. */
const msSoFar = ({ figures }: Answer, kind: 'thinking' | 'answering'): number =>
  (kind === 'thinking' ? figures?.reasoningMs : figures?.answerMs) ?? 0
