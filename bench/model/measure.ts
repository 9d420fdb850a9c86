import type { Browser } from '@playwright/test'

import type { ModelAddress } from '../../tests/webgpu/webLlmPage.ts'

/** Seconds, tokens a second. */
export interface Measurement {
  readonly loadSeconds: number
  readonly prefillTokens: number
  readonly prefillSeconds: number
  readonly decodeRate: number
}

export const prefillTokens = 200
const decodeTokens = 200

/** One visit with an empty cache: from the page's start to a ready model, then a prompt and a reply. */
export async function measureVisit(
  browser: Browser,
  origin: string,
  address: ModelAddress,
): Promise<Measurement> {
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    await page.goto(`${origin}/`)
    await page.waitForFunction(() => globalThis.webLlm !== undefined)
    return await page.evaluate(
      async ({ weightsUrl, libraryUrl, prefill, decode }) => {
        if (globalThis.webLlm === undefined) throw new Error('WebLLM is not in the page.')
        const record = { model: weightsUrl, model_id: 'nano', model_lib: libraryUrl }
        const engine = new globalThis.webLlm.MLCEngine({
          appConfig: { model_list: [record] },
          logLevel: 'SILENT',
        })
        await engine.reload('nano')
        const loadSeconds = performance.now() / 1000
        // A digit is always a token of its own. The reply is as long as we say, whatever it says.
        const { usage } = await engine.completions.create({
          prompt: '7'.repeat(prefill),
          max_tokens: decode,
          temperature: 0.6,
          top_p: 0.95,
          seed: 1,
          ignore_eos: true,
        })
        if (usage === undefined) throw new Error('WebLLM said nothing of its usage.')
        return {
          loadSeconds,
          prefillTokens: usage.prompt_tokens,
          prefillSeconds: usage.prompt_tokens / usage.extra.prefill_tokens_per_s,
          decodeRate: usage.extra.decode_tokens_per_s,
        }
      },
      { ...address, prefill: prefillTokens, decode: decodeTokens },
    )
  } finally {
    await context.close()
  }
}
