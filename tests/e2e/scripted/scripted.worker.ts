import { runEngineWorker } from '../../../src/app/worker/runEngineWorker.ts'
import type { DrawnToken } from '../../../src/engine/worker/tokenChances.ts'
import type {
  Completion,
  CompletionRequest,
  LoadedModel,
} from '../../../src/engine/worker/webLlm.ts'
import { nextTokens } from './scripts.ts'

/** The engine's worker as it is, with a script in the model's place: what it says depends on no weights. */
const contextWindow = 100_000
const tickMs = 10
/** Slow enough that a person could press a button before a thought of ninety steps is over. */
const perSecond = 120

function createScriptedModel(): LoadedModel {
  const texts: string[] = []
  const ids = new Map<string, number>()
  const idOf = (text: string): number => {
    const id = ids.get(text) ?? texts.push(text) - 1
    ids.set(text, id)
    return id
  }
  return {
    contextWindow,
    encode: (text) => new Int32Array(Math.ceil(text.length / 4)),
    decode: (given) => Array.from(given, (id) => texts[id] ?? '').join(''),
    describeTokens: () => [],
    unload: () => Promise.resolve(),
    complete: (request) =>
      say(nextTokens(request.prompt, request.sampling.temperature), idOf, request),
  }
}

function say(
  tokens: Generator<string>,
  idOf: (text: string) => number,
  { onToken, maxTokens, wantsChances = false }: CompletionRequest,
): Promise<Completion> {
  const startedAt = performance.now()
  let said = 0
  return new Promise((resolve) => {
    const end = (finish: Completion['finish']): void => {
      clearInterval(timer)
      resolve({ finish, promptTokens: 12 })
    }
    const timer = setInterval(() => {
      const due = ((performance.now() - startedAt) * perSecond) / 1000
      while (said < due) {
        const next = tokens.next()
        if (next.done === true) return end('stop')
        if (said >= maxTokens) return end('length')
        const id = idOf(next.value)
        said += 1
        if (onToken(id, wantsChances ? chancesOf(id, said) : undefined)) return end('stopped')
      }
    }, tickMs)
  })
}

/** Every eighth is a fork. */
function chancesOf(id: number, place: number): DrawnToken {
  const chance = place % 8 === 0 ? 0.4 : 0.97
  return { chance, entropy: place % 8 === 0 ? 2 : 0.2, likeliest: [[id, chance]] }
}

runEngineWorker((request) => {
  request.onProgress('uploading', 1)
  return Promise.resolve(createScriptedModel())
})
