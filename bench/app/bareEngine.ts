import type { CDPSession, Page } from '@playwright/test'

import { r1Sampling, type Segment } from '../../src/engine/engine.ts'
import { nanoRecord } from '../../src/engine/catalogue/nanoRecord.ts'
import { readModelFiles } from '../../src/engine/download/modelFiles.ts'
import type { FromWorker, ToWorker } from '../../src/engine/protocol.ts'
import type { ModelSources } from '../../src/engine/source/modelSources.ts'
import { browserMs } from './processor.ts'

/** A reply's tokens after its first, and the time that they took. */
export interface Pace {
  readonly tokens: number
  readonly ms: number
  /** Processor time of all threads of the browser from the question to the end of the reply. */
  readonly browserMs: number
  /** From the drawing of each batch's last token to its arrival in the window; unknown through the app. */
  readonly delays?: readonly number[]
}

declare global {
  var bareEngine:
    | ((segment: Segment) => Promise<{ tokens: number; ms: number; delays: number[] }>)
    | undefined
}

/** A second worker from the app's own chunk, with the model loaded. */
export async function startBareEngine(page: Page): Promise<void> {
  const chunk = page.workers()[0]?.url()
  if (chunk === undefined) throw new Error('The app has started no worker.')
  await page.evaluate(
    async ({ url, record, sources }) => {
      const worker = new Worker(url, { type: 'module', name: 'bare engine' })
      const post = (message: ToWorker): void => worker.postMessage(message)
      const failed = (message: unknown): Error => new Error(JSON.stringify(message))
      let nextId = 1
      await new Promise<void>((resolve, reject) => {
        worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
          if (data.type === 'model-loaded') resolve()
          if (data.type === 'request-failed') reject(failed(data))
        })
        const contextTokens = record.longestContext
        post({ type: 'model-load', id: nextId, record, contextTokens, sources })
      })

      globalThis.bareEngine = (segment) =>
        new Promise((resolve, reject) => {
          const id = (nextId += 1)
          const times: number[] = []
          const delays: number[] = []
          const startedAt = performance.now()
          const receive = ({ data }: MessageEvent<FromWorker>): void => {
            if (data.type !== 'turn-event' || data.id !== id) return
            const { event } = data
            if (event.type === 'tokens') {
              times.push(...event.at)
              delays.push(performance.now() - startedAt - (event.at.at(-1) ?? 0))
            }
            if (event.type !== 'end' && event.type !== 'error') return
            worker.removeEventListener('message', receive)
            const ms = (times.at(-1) ?? 0) - (times[0] ?? 0)
            if (event.type === 'end') resolve({ tokens: times.length - 1, ms, delays })
            else reject(failed(event))
          }
          worker.addEventListener('message', receive)
          post({ type: 'turn-start', id, segment })
        })
    },
    { url: chunk, record: nanoRecord, sources: await findSources(page) },
  )
}

/** Where the app has the model's files. */
async function findSources(page: Page): Promise<ModelSources> {
  const url = new URL('models/nano/manifest.json', page.url()).href
  const manifest: unknown = await (await page.request.get(url)).json()
  const { weightsUrl, libraryUrl } = readModelFiles(nanoRecord.id, manifest, url)
  if (libraryUrl === undefined) throw new Error('The model came without a library.')
  return { weightsUrl, libraryUrl, integrity: {} }
}

/** The engine's part of a question, drawn the same way each time. */
export const segmentOf = (question: string): Segment => ({
  model: nanoRecord.id,
  system: '',
  turns: [],
  question,
  prefix: { reasoning: '' },
  sampling: { ...r1Sampling, temperature: 0 },
  thinking: { kind: 'free' },
})

export async function askBareEngine(
  page: Page,
  browser: CDPSession,
  segment: Segment,
): Promise<Pace> {
  const from = await browserMs(browser)
  const pace = await page.evaluate((asked) => {
    if (globalThis.bareEngine === undefined) throw new Error('There is no bare engine.')
    return globalThis.bareEngine(asked)
  }, segment)
  return { ...pace, browserMs: (await browserMs(browser)) - from }
}
