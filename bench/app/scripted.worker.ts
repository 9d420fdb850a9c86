import type { EngineEvent } from '../../src/engine/engine.ts'
import type { FromWorker, ToWorker } from '../../src/engine/protocol.ts'
import { createTokenBatch } from '../../src/engine/worker/tokenBatch.ts'
import { chancesOf, readScriptQuestion, tokensOf } from './scripts.ts'

/**
 * Stands where the engine's worker stands in a build: it speaks the same protocol in the same batches, at
 * the pace that it is asked for, and computes nothing.
 */
const tickMs = 10

const promptShares = [
  { kind: 'system', tokens: 1 },
  { kind: 'question', tokens: 9 },
  { kind: 'thought', tokens: 2 },
] as const

/** Room for the longest reply, so that the context meter has something to fill. */
const facts = { contextTokens: 32_768, library: 'unchecked' } as const

const send = (message: FromWorker): void => postMessage(message)

function say({ id, segment }: ToWorker & { type: 'turn-start' }): void {
  const emit = (event: EngineEvent): void => send({ type: 'turn-event', id, event })
  const script = readScriptQuestion(segment.question)
  if (script === undefined)
    return emit({ type: 'error', error: { kind: 'crash', detail: 'There is no such script.' } })
  const now = (): number => performance.now()
  const startedAt = now()
  const batch = createTokenBatch(emit, now, startedAt)
  const tokens = tokensOf(script.name)
  let count = 0
  emit({ type: 'prefill-progress', done: 0, total: 12, shares: promptShares })
  const timer = setInterval(() => {
    const due = Math.min(script.tokens, ((now() - startedAt) * script.perSecond) / 1000)
    for (; count + 1 <= due; count += 1) {
      const text = tokens.next().value
      batch.add(count, text, segment.chances === true ? chancesOf(count, text) : undefined)
    }
    if (count < script.tokens) return
    clearInterval(timer)
    batch.flush()
    const decodeMs = now() - startedAt
    const usage = { promptTokens: 12, completionTokens: count, prefillMs: 0, decodeMs }
    emit({ type: 'end', finish: 'stop', usage })
  }, tickMs)
}

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case 'model-load':
      return send({ type: 'model-loaded', id: data.id, facts })
    case 'model-unload':
      return send({ type: 'request-done', id: data.id })
    case 'turn-start':
      return say(data)
    case 'prompt-render':
      return send({ type: 'prompt-rendered', id: data.id, prompt: { text: '', tokens: [] } })
    case 'prompt-measure':
      return send({ type: 'prompt-measured', id: data.id, shares: promptShares })
    case 'tokens-count':
      return send({ type: 'tokens-counted', id: data.id, counts: data.texts.map(() => 12) })
    case 'turn-stop':
  }
})
