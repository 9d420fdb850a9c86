import type { EngineEvent, Segment, ThoughtEnd } from '../engine.ts'
import { leastRoom } from '../room.ts'
import type { Template } from '../template/template.ts'
import { findFormatProblem } from './formatToGrammar.ts'
import { createIncrementalDecoder } from './incrementalDecoder.ts'
import { measurePrompt } from './measurePrompt.ts'
import { createThoughtWatch } from './thoughtWatch.ts'
import { createTokenBatch } from './tokenBatch.ts'
import { tellChances } from './tokenChances.ts'
import type { LoadedModel } from './webLlm.ts'

interface WritingDeps {
  readonly template: Template
  readonly model: LoadedModel
  readonly emit: (event: EngineEvent) => void
  readonly now: () => number
  readonly isStopped: () => boolean
}

/** Writes one segment with a loaded model: its events to the last, unless something throws. */
export async function writeSegment(segment: Segment, deps: WritingDeps): Promise<void> {
  const { template, model, emit, now, isStopped } = deps
  // Before a single token: what it could not read would end the library that reads it, for good.
  const problem = findFormatProblem(segment.format)
  if (problem !== undefined)
    return emit({ type: 'error', error: { kind: 'unusable-format', detail: problem } })
  const startedAt = now()
  const { text: prompt, total, shares } = measurePrompt(segment, template, model)
  emit({ type: 'prefill-progress', done: 0, total, shares })
  const room = model.contextWindow - total
  // A first question may use the room that there is: leaving out turns would not help it. A reply that has
  // begun has had its room kept for it.
  const { reasoning, answer: begun } = segment.prefix
  const hasRoomKept = segment.turns.length === 0 || reasoning !== '' || begun !== undefined
  const needed = hasRoomKept ? 1 : Math.min(leastRoom, segment.sampling.maxTokens)
  if (room < needed)
    return emit({
      type: 'error',
      error: { kind: 'context', detail: `${total} tokens, room for ${model.contextWindow}.` },
    })

  const decoder = createIncrementalDecoder(model.decode)
  const batch = createTokenBatch(emit, now, startedAt)
  let count = 0
  let firstAt = startedAt
  const maxTokens = Math.min(segment.sampling.maxTokens, room)
  const written = shares.reduce(
    (sum, { kind, tokens }) => sum + (kind === 'thought' ? tokens : 0),
    0,
  )
  const watch = createThoughtWatch(segment, { room, written, maxTokens, used: segment.used ?? 0 })
  let thoughtEnd: ThoughtEnd | undefined
  const sendRest = (): void => {
    // A reply that is cut inside a character ends before it: whatever goes on writes it anew.
    const rest = decoder.flush().replace(/\uFFFD+$/, '')
    batch.flush()
    if (rest !== '') emit({ type: 'tokens', text: rest, ids: [], at: [] })
  }
  const completion = model.complete({
    prompt,
    sampling: segment.sampling,
    maxTokens,
    format: segment.prefix.answer === undefined ? undefined : segment.format,
    wantsChances: segment.chances === true,
    onToken(token, drawn) {
      // A stop that came in prefill costs the one token that prefill samples. After an end the engine may
      // still write a token that it had begun.
      if (isStopped() || thoughtEnd !== undefined) return true
      const alternatives = drawn && tellChances(drawn, decoder.peek)
      const text = decoder.push(token)
      thoughtEnd = watch.before(text)
      if (thoughtEnd !== undefined) return true
      count += 1
      if (count === 1) firstAt = now()
      batch.add(token, text, alternatives && { ...alternatives, length: text.length })
      thoughtEnd = watch.after(text)
      return thoughtEnd !== undefined
    },
  })
  // Also when it fails: what was written before is kept.
  const { finish } = await completion.finally(sendRest)
  const ranOut = finish === 'length' && room <= segment.sampling.maxTokens && count >= room
  emit({
    type: 'end',
    finish: isStopped() ? 'stopped' : (thoughtEnd ?? (ranOut ? 'context' : finish)),
    usage: {
      promptTokens: total,
      completionTokens: count,
      prefillMs: firstAt - startedAt,
      decodeMs: now() - firstAt,
    },
  })
}
