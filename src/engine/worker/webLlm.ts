import { type InitProgressReport, MLCEngine } from '@mlc-ai/web-llm'

import type { AnswerFormat, Finish, PromptToken, Sampling } from '../engine.ts'
import type { LoadPhase } from '../protocol.ts'
import type { ModelSources } from '../source/modelSources.ts'
import { isControlToken } from '../template/controlTokens.ts'
import type { Decode } from './incrementalDecoder.ts'
import { takeFormats, type SteeredPipeline } from './takeFormats.ts'
import { readChances, type DrawnToken } from './tokenChances.ts'
import { libraryForWebLlm, weightsForWebLlm } from './webLlmAddresses.ts'

/** What is reached of WebLLM's pipeline beyond its types; each use says why. Checked against 0.2.86. */
interface Pipeline extends SteeredPipeline {
  readonly tokenizer: {
    encode(text: string): Int32Array
    decode: Decode
    idToToken?(id: number): string
  }
  readonly contextWindowSize: number
  readonly filledKVCacheLength: number
  getFinishReason(): string | undefined
  /** After a draw that was asked for log probabilities: the distribution that it was drawn from. */
  readonly logitsOnCPU?: { toArray(): Float32Array }
  getTokenLogprob(token: number, count: number): object
}

interface Reachable {
  readonly loadedModelIdToPipeline: Map<string, Pipeline>
}

export interface LoadRequest {
  readonly id: string
  readonly sources: ModelSources
  /** Tokens of the KV cache, all of which is taken now. */
  readonly contextTokens: number
  readonly onProgress: (phase: LoadPhase, fraction: number) => void
}

export interface CompletionRequest {
  readonly prompt: string
  readonly sampling: Sampling
  readonly maxTokens: number
  /** What the completion must look like, from its first token on. */
  readonly format?: AnswerFormat | undefined
  readonly wantsChances?: boolean
  /** Called once a token, from inside the decode step; answers whether to stop. */
  readonly onToken: (id: number, drawn?: DrawnToken) => boolean
}

export interface Completion {
  readonly finish: Finish
  readonly promptTokens: number
}

/** One loaded model. */
export interface LoadedModel {
  encode(text: string): Int32Array
  decode: Decode
  describeTokens(ids: Int32Array): readonly PromptToken[]
  readonly contextWindow: number
  complete(request: CompletionRequest): Promise<Completion>
  unload(): Promise<void>
}

/** Loads a model through WebLLM, unchanged, and takes its token ids where they are made. */
export async function loadWithWebLlm(request: LoadRequest): Promise<LoadedModel> {
  const { weightsUrl, libraryUrl, integrity } = request.sources
  const engine = new MLCEngine({
    appConfig: {
      model_list: [
        {
          model: weightsForWebLlm(weightsUrl),
          model_id: request.id,
          model_lib: libraryForWebLlm(libraryUrl),
          overrides: {
            context_window_size: request.contextTokens,
            // Exactly one of the two windows may be set, and some configs set the other.
            sliding_window_size: -1,
          },
          integrity: {
            ...(integrity.config === undefined ? {} : { config: integrity.config }),
            ...(integrity.library === undefined ? {} : { model_lib: integrity.library }),
            ...(integrity.tokenizer === undefined ? {} : { tokenizer: integrity.tokenizer }),
          },
        },
      ],
    },
    initProgressCallback: (report) => request.onProgress(...readProgress(report)),
    logLevel: 'SILENT',
  })
  await engine.reload(request.id)
  const pipeline = (engine as unknown as Reachable).loadedModelIdToPipeline.get(request.id)
  // `reload` resolves without a model when its download was aborted.
  if (pipeline === undefined) throw new Error('The model was not loaded.')
  const { tokenizer } = pipeline
  const decode: Decode = (ids) => decodeWhole(ids)
  const decodeWhole = tokenizer.decode.bind(tokenizer)
  let onToken: CompletionRequest['onToken'] | undefined
  let drawn: DrawnToken | undefined
  let seen = 0
  // WebLLM decodes all ids of the reply again for each token (quadratic) and compares the whole text.
  // It is told the empty text instead; the ids pass by here, and we decode only what is new.
  tokenizer.decode = (ids) => {
    if (onToken === undefined) return decodeWhole(ids)
    const id = ids.at(-1)
    if (ids.length > seen && id !== undefined) {
      seen = ids.length
      if (onToken(id, drawn)) void engine.interruptGenerate()
    }
    return ''
  }

  // WebLLM would tell texts without ids, six decoded a token, and lose those of a character's first bytes.
  pipeline.getTokenLogprob = (token) => {
    drawn = pipeline.logitsOnCPU && readChances(pipeline.logitsOnCPU.toArray(), token)
    return noLogprob
  }

  const holdTo = takeFormats(pipeline)

  return {
    encode: (text) => tokenizer.encode(text),
    decode,
    contextWindow: pipeline.contextWindowSize,

    describeTokens(ids) {
      const pieces = Array.from(ids, (id) => ({ id, text: decodeWhole(Int32Array.of(id)) }))
      return pieces.map(({ id, text }) => {
        const name = tokenizer.idToToken?.(id) ?? text
        const special = isControlToken(name)
        return { id, text: special ? name : text, special }
      })
    },

    async complete(asked) {
      const { prompt, sampling, maxTokens, format, onToken: listener } = asked
      seen = 0
      drawn = undefined
      onToken = listener
      holdTo(format)
      let promptTokens = 0
      try {
        const chunks = await engine.completions.create({
          prompt,
          stream: true,
          stream_options: { include_usage: true },
          max_tokens: maxTokens,
          temperature: sampling.temperature,
          top_p: sampling.topP,
          ...(sampling.seed === undefined ? {} : { seed: sampling.seed }),
          ...(asked.wantsChances === true ? { logprobs: true, top_logprobs: alternatives } : {}),
        })
        // Read to the end, also after a stop: the model's lock is released only there.
        for await (const chunk of chunks) promptTokens = chunk.usage?.prompt_tokens ?? promptTokens
      } finally {
        onToken = undefined
        holdTo(undefined)
      }
      return { finish: finishOf(pipeline), promptTokens }
    },

    unload: () => engine.unload(),
  }
}

/** More than 0, or WebLLM reads no probabilities at all. */
const alternatives = 5
const noLogprob = { token: '', bytes: [], logprob: 0, top_logprobs: [] }

function finishOf(pipeline: Pipeline): Finish {
  switch (pipeline.getFinishReason()) {
    case 'stop':
      return 'stop'
    case 'length':
      // One word for two ends: the asked-for limit, and a full context window.
      return pipeline.filledKVCacheLength >= pipeline.contextWindowSize ? 'context' : 'length'
    default:
      return 'stopped'
  }
}

/**
 * WebLLM tells its phases in English sentences only. What it calls fetching is a look into its caches, where
 * every file is by then: nothing of it is on the device yet.
 */
function readProgress({ text, progress }: InitProgressReport): readonly [LoadPhase, number] {
  if (text.includes('shader')) return ['compiling', progress]
  const isLoaded = text.includes('from cache') || text.startsWith('Finish')
  return ['uploading', isLoaded ? progress : 0]
}
