import type { EngineEvent, Finish, Segment } from '../../../src/engine/engine.ts'
import type { CatalogueRecord } from '../../../src/engine/catalogue/record.ts'
import type { FromWorker, ToWorker } from '../../../src/engine/protocol.ts'
import { createEngineHost } from '../../../src/engine/worker/engineHost.ts'
import type {
  Completion,
  CompletionRequest,
  LoadedModel,
  LoadRequest,
} from '../../../src/engine/worker/webLlm.ts'
import { nanoRecord } from '../../../src/engine/catalogue/nanoRecord.ts'
import { filesOf } from './clientBench.ts'
import { sourcesOf } from '../../../src/engine/source/modelSources.ts'

/** The one token that closes a thought, as every R1 has it; other characters are a token each. */
export const closing = '\u0001'

/** A host whose model says what the test says: one token a character, a millisecond each. */
export function createHostBench({
  contextWindow = 2048,
  files = {},
}: {
  readonly contextWindow?: number
  /** Files of the model by their name; the library is eight bytes that say nothing. */
  readonly files?: Readonly<Record<string, Uint8Array<ArrayBuffer> | object>>
} = {}) {
  const sent: FromWorker[] = []
  const loads: LoadRequest[] = []
  const requests: CompletionRequest[] = []
  let unloads = 0
  let unloadError: Error | undefined
  let ms = 0
  let settle: { done: (completion: Completion) => void; failed: (error: Error) => void } | undefined

  const end = (finish: Finish): void => settle?.done({ finish, promptTokens: 0 })
  const model: LoadedModel = {
    contextWindow,
    encode: (text) => Int32Array.from(text, (character) => character.charCodeAt(0)),
    decode: (ids) => String.fromCharCode(...ids).replaceAll(closing, '</think>'),
    describeTokens: (ids) => Array.from(ids, (id) => ({ id, text: '', special: false })),
    complete: (request) => {
      requests.push(request)
      return new Promise((done, failed) => {
        settle = { done, failed }
      })
    },
    unload: () => {
      unloads += 1
      return unloadError === undefined ? Promise.resolve() : Promise.reject(unloadError)
    },
  }
  const host = createEngineHost({
    send: (message) => sent.push(message),
    load: (request) => {
      loads.push(request)
      return Promise.resolve(model)
    },
    readFile(url) {
      const name = new URL(url).pathname.split('/').at(-1) ?? ''
      const file = files[name] ?? new Uint8Array(8)
      const bytes = file instanceof Uint8Array ? file : encoder.encode(JSON.stringify(file))
      return Promise.resolve(new Uint8Array(bytes).buffer)
    },
    now: () => ms,
  })

  /** Hands over a message and lets everything that follows from it happen. */
  async function tell(...messages: readonly ToWorker[]): Promise<void> {
    for (const message of messages) host(message)
    await settled()
  }

  return {
    sent,
    loads,
    requests,
    tell,
    unloads: () => unloads,
    /** From now on no model can be let go. */
    failUnloads(error: Error): void {
      unloadError = error
    },
    load: (record: CatalogueRecord = nanoRecord) =>
      tell({
        type: 'model-load',
        id: 1,
        record,
        contextTokens: contextWindow,
        sources: sourcesOf(filesOf(record.id)),
      }),
    start: (id: number, segment: Segment) => tell({ type: 'turn-start', id, segment }),
    /** The model writes, until it is told to stop; answers how much it wrote. */
    async say(text: string): Promise<number> {
      for (const [index, character] of Array.from(text).entries()) {
        ms += 1
        if (requests.at(-1)?.onToken(character.charCodeAt(0)) !== true) continue
        end('stopped')
        await settled()
        return index + 1
      }
      return text.length
    },
    async end(finish: Finish): Promise<void> {
      end(finish)
      await settled()
    },
    async fail(error: Error): Promise<void> {
      settle?.failed(error)
      await settled()
    },
    eventsOf: (id: number): readonly EngineEvent[] =>
      sent.flatMap((message) =>
        message.type === 'turn-event' && message.id === id ? [message.event] : [],
      ),
    textOf: (id: number): string =>
      sent
        .map((message) =>
          message.type === 'turn-event' && message.id === id && message.event.type === 'tokens'
            ? message.event.text
            : '',
        )
        .join(''),
  }
}

const encoder = new TextEncoder()

/** After everything that was already promised. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
