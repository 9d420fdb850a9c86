import type * as WebLlm from '@mlc-ai/web-llm'
import type { Page } from '@playwright/test'

/** What the page's script and `openModel` leave in the page. */
declare global {
  var webLlm: typeof WebLlm | undefined
  var opened: { engine: WebLlm.MLCEngine; logits: Float32Array; tokens: number[] } | undefined
}

export interface ModelAddress {
  /** The folder with `mlc-chat-config.json`; WebLLM wants `/resolve/<revision>/` in it. */
  readonly weightsUrl: string
  readonly libraryUrl: string
}

export interface Reply {
  readonly promptTokens: number
  /** The token that ended the reply is its last. */
  readonly tokens: number[]
  readonly prefillTokensPerSecond: number
  readonly decodeTokensPerSecond: number
}

/**
 * Opens WebLLM's page and loads one model, with a context of `contextTokens` instead of the one in its chat
 * config; resolves to the seconds from the page's start to ready.
 */
export async function openModel(
  page: Page,
  origin: string,
  address: ModelAddress,
  contextTokens?: number,
): Promise<number> {
  await page.goto(`${origin}/`)
  await page.waitForFunction(() => globalThis.webLlm !== undefined)
  return page.evaluate(
    async ({ weightsUrl, libraryUrl, overrides }) => {
      if (globalThis.webLlm === undefined) throw new Error('WebLLM is not in the page.')
      const id = 'model'
      let logits = new Float32Array()
      const tokens: number[] = []
      // WebLLM's own door to the raw logits of a step and to the token that it chose.
      const logitProcessor = {
        processLogits(values: Float32Array) {
          logits = values.slice()
          return values
        },
        processSampledToken: (token: number) => void tokens.push(token),
        resetState: () => {},
      }
      const engine = new globalThis.webLlm.MLCEngine({
        appConfig: {
          model_list: [{ model: weightsUrl, model_id: id, model_lib: libraryUrl, overrides }],
        },
        logitProcessorRegistry: new Map([[id, logitProcessor]]),
        logLevel: 'SILENT',
      })
      await engine.reload(id)
      globalThis.opened = {
        engine,
        get logits() {
          return logits
        },
        tokens,
      }
      return performance.now() / 1000
    },
    {
      ...address,
      overrides: contextTokens === undefined ? {} : { context_window_size: contextTokens },
    },
  )
}

/** Continues the prompt at temperature 0, as raw text: no template of WebLLM's is applied. */
export async function completeGreedily(
  page: Page,
  prompt: string,
  maxTokens: number,
): Promise<Reply> {
  return page.evaluate(
    async (request) => {
      if (globalThis.opened === undefined) throw new Error('No model is open.')
      const { engine, tokens } = globalThis.opened
      tokens.length = 0
      const { usage } = await engine.completions.create({
        ...request,
        temperature: 0,
      })
      return {
        promptTokens: usage?.prompt_tokens ?? Number.NaN,
        tokens: [...tokens],
        prefillTokensPerSecond: usage?.extra.prefill_tokens_per_s ?? Number.NaN,
        decodeTokensPerSecond: usage?.extra.decode_tokens_per_s ?? Number.NaN,
      }
    },
    { prompt, max_tokens: maxTokens },
  )
}

/**
 * Appends tokens to the KV cache, which is kept from call to call, and gives the logits after the last.
 * One token goes through the library's `decode`, several through `prefill`, chunk by chunk.
 */
export async function appendTokens(page: Page, ids: readonly number[]): Promise<number[]> {
  return page.evaluate(
    async (tokens) => {
      if (globalThis.opened === undefined) throw new Error('No model is open.')
      await globalThis.opened.engine.forwardTokensAndSample(tokens, tokens.length > 1)
      return [...globalThis.opened.logits]
    },
    [...ids],
  )
}
