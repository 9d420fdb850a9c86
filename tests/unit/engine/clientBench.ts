import type { Engine, EngineError, EngineEvent, EngineState } from '../../../src/engine/engine.ts'
import { createEngineClient } from '../../../src/engine/engineClient.ts'
import type { EngineClientDeps } from '../../../src/engine/engineClientDeps.ts'
import { createModelRegistry } from '../../../src/engine/modelRegistry.ts'
import { catalogue } from '../../../src/engine/catalogue/catalogue.ts'
import { nanoRecord } from '../../../src/engine/catalogue/nanoRecord.ts'
import type { ModelFiles } from '../../../src/engine/download/modelFiles.ts'
import type { ToWorker } from '../../../src/engine/protocol.ts'
import type { Brought } from '../../../src/engine/source/modelDisk.ts'
import type { WorkerLike } from '../../../src/engine/workerLink.ts'

export interface FakeWorker {
  readonly told: readonly ToWorker[]
  isTerminated: boolean
  /** A message to the window, whatever it is. */
  send(data: unknown): void
  /** The worker throws, or sends what cannot be read. */
  breaks(type: 'error' | 'messageerror', event: unknown): void
  idOf(type: ToWorker['type']): number
  /** It says that the model it was told to load is loaded. */
  loads(): void
}

interface ClientBench {
  readonly engine: Engine
  readonly workers: readonly FakeWorker[]
  readonly states: readonly EngineState[]
  /** The newest worker. */
  worker(): FakeWorker
  /** Loads the model, and its worker says that it is done. */
  loadNano(): Promise<void>
}

/** The engine client with workers that say what the test says. */
export function createClientBench(
  obstacle?: EngineError,
  changes: Partial<EngineClientDeps> = {},
): ClientBench {
  const workers: FakeWorker[] = []
  const states: EngineState[] = []
  const engine = createEngineClient({
    startWorker: () => {
      const started = createFakeWorker()
      workers.push(started.worker)
      return started.like
    },
    findObstacle: () => Promise.resolve(obstacle),
    models: createModelRegistry([...catalogue]),
    disk: {
      bring: (record) => Promise.resolve(whole(record.id)),
      subscribe: () => () => undefined,
    },
    suggest: () => Promise.resolve([]),
    setTimer(run, ms) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    ...changes,
  })
  engine.subscribe((state) => states.push(state))

  function worker(): FakeWorker {
    const last = workers.at(-1)
    if (last === undefined) throw new Error('No worker was started.')
    return last
  }

  return {
    engine,
    workers,
    states,
    worker,
    async loadNano() {
      const loaded = engine.load(nanoRecord.id, {}, new AbortController().signal)
      await turnsOfTheLoop()
      worker().loads()
      await loaded
    },
  }
}

export const loadedFacts = { contextTokens: 2048, library: 'matches' } as const

/** Files of a model that are all here. */
export const filesOf = (id: string): ModelFiles => ({
  id,
  weightsUrl: `https://a.example/${id}/resolve/0123abcd/`,
  libraryUrl: `https://a.example/${id}/resolve/0123abcd/model.wasm`,
  files: [],
  trust: 'stated',
})

const whole = (id: string): Brought => ({ kind: 'here', files: filesOf(id) })

function createFakeWorker(): { readonly worker: FakeWorker; readonly like: WorkerLike } {
  const told: ToWorker[] = []
  const listeners: { readonly type: string; readonly listener: (event: never) => void }[] = []
  const dispatch = (type: string, event: unknown): void => {
    for (const entry of listeners) if (entry.type === type) entry.listener(event as never)
  }
  const worker: FakeWorker = {
    told,
    isTerminated: false,
    send: (data) => dispatch('message', { data }),
    breaks: dispatch,
    idOf(type) {
      const message = told.findLast((known) => known.type === type)
      if (message === undefined) throw new Error(`The worker was not told ${type}.`)
      return message.id
    },
    loads() {
      dispatch('message', {
        data: { type: 'model-loaded', id: worker.idOf('model-load'), facts: loadedFacts },
      })
    },
  }
  const like: WorkerLike = {
    postMessage: (message) => told.push(message),
    terminate: () => {
      worker.isTerminated = true
    },
    addEventListener: (type: string, listener: (event: never) => void) =>
      listeners.push({ type, listener }),
  }
  return { worker, like }
}

/** After everything that was already promised; without a timer, as tests may fake those. */
export async function turnsOfTheLoop(): Promise<void> {
  for (let step = 0; step < 20; step += 1) await Promise.resolve()
}

/** Reads a reply to its end in the background. */
export function readReply(events: AsyncIterable<EngineEvent>): {
  readonly read: readonly EngineEvent[]
  readonly ended: Promise<void>
} {
  const read: EngineEvent[] = []
  const run = async (): Promise<void> => {
    for await (const event of events) read.push(event)
  }
  return { read, ended: run() }
}

export const tokensEvent = (text: string): EngineEvent => ({
  type: 'tokens',
  text,
  ids: [1],
  at: [1],
})

export const endEvent: EngineEvent = {
  type: 'end',
  finish: 'stop',
  usage: { promptTokens: 1, completionTokens: 1, prefillMs: 1, decodeMs: 1 },
}
