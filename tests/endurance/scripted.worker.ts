import { runEngineWorker } from '../../src/app/worker/runEngineWorker.ts'
import type { Completion, CompletionRequest, LoadedModel } from '../../src/engine/worker/webLlm.ts'
import { findScript, tokensOf } from './script.ts'

/**
 * The engine's worker as it is, with a script in the model's place: host, batches, journal and protocol are
 * the app's own. It goes on from what stands of the reply in its prompt, and refuses what is not to the
 * character the beginning of what it says.
 */
const contextWindow = 100_000
const tickMs = 4
const opening = '<think>\n'

function createScriptedModel(): LoadedModel {
  let tokens: readonly string[] = []
  return {
    contextWindow,
    encode: (text) => new Int32Array(Math.ceil(text.length / 4)),
    decode: (ids) => Array.from(ids, (id) => tokens[id] ?? '').join(''),
    describeTokens: () => [],
    unload: () => Promise.resolve(),
    complete(request) {
      const script = findScript(request.prompt)
      if (script === undefined) throw new Error('There is no script in the prompt.')
      tokens = tokensOf(script)
      const stands = request.prompt.slice(request.prompt.lastIndexOf(opening) + opening.length)
      return say(tokens, placeOf(tokens, stands), script.perSecond, request)
    },
  }
}

/** How many of the tokens stand there already. */
function placeOf(tokens: readonly string[], stands: string): number {
  let text = ''
  for (const [index, token] of tokens.entries()) {
    if (text === stands) return index
    text += token
  }
  if (text === stands) return tokens.length
  throw new Error(`The reply was handed back changed: ${JSON.stringify(stands.slice(-60))}`)
}

function say(
  tokens: readonly string[],
  from: number,
  perSecond: number,
  { onToken, maxTokens }: CompletionRequest,
): Promise<Completion> {
  const startedAt = performance.now()
  const end = Math.min(tokens.length, from + maxTokens)
  let next = from
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const due = from + ((performance.now() - startedAt) * perSecond) / 1000
      let isStopped = false
      for (; next < end && next < due && !isStopped; next += 1) isStopped = onToken(next)
      if (!isStopped && next < end) return
      clearInterval(timer)
      resolve({ finish: isStopped ? 'stopped' : 'stop', promptTokens: 0 })
    }, tickMs)
  })
}

runEngineWorker((request) => {
  request.onProgress('uploading', 1)
  return Promise.resolve(createScriptedModel())
})
