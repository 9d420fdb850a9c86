import { createLensStore } from '../../src/chat/lensStore.ts'
import { answerNow, selectPath } from '../../src/chat/chatState.ts'
import { createChatStore, type ChatStore } from '../../src/chat/chatStore.ts'
import type { Answer } from '../../src/chat/message.ts'
import { createRunTurn } from '../../src/chat/runTurn.ts'
import { createWritingLocks } from '../../src/chat/writingLocks.ts'
import { nanoRecord } from '../../src/engine/catalogue/nanoRecord.ts'
import { createEngineClient } from '../../src/engine/engineClient.ts'
import { createModelRegistry } from '../../src/engine/modelRegistry.ts'
import type { FromWorker } from '../../src/engine/protocol.ts'
import { createEngineHost } from '../../src/engine/worker/engineHost.ts'
import type { CompletionRequest, LoadedModel } from '../../src/engine/worker/webLlm.ts'
import type { WorkerLike } from '../../src/engine/workerLink.ts'
import { createPresetStore } from '../../src/presets/presetStore.ts'
import { defaultSettings } from '../../src/settings/settings.ts'
import { createSettingsStore } from '../../src/settings/settingsStore.ts'
import type { Database } from '../../src/storage/database.ts'
import { createJournal } from '../../src/storage/journal.ts'
import { createAppStorage, type AppStorage } from '../../src/storage/storage.ts'
import { chatSettings } from './conversations.ts'
import { testTimers, type TestTimers } from './testDisk.ts'

export interface WholeApp {
  readonly chats: ChatStore
  readonly storage: AppStorage
  readonly timers: TestTimers
  /** The last answer on screen as it is now; none before it was asked for. */
  readonly answer: () => Answer | undefined
}

/** Characters of the thought and of the answer that the model says; each is a token. */
export const said = {
  thought: 'I count: one, two, three, four, and so on; then I look again. 🙂 Done.\n',
  /** What it thinks where it is sent on. */
  more: 'Wait, I look a third time. It is four again, as before.\n',
  answer: '\n\nIt is *four*.',
}

let apps = 0

/**
 * Everything but the views and WebLLM: window, protocol, worker, journal and storage, on one disk. Nothing
 * waits for a clock: time passes when the test lets it.
 */
export async function openApp(
  disk: Database,
  timers: TestTimers = testTimers(),
): Promise<WholeApp> {
  const name = `app${(apps += 1)}`
  let ids = 0
  const createId = (): string => `${name}-${(ids += 1)}`
  const storage = createAppStorage({
    database: disk,
    ...timers,
    fallback: () => chatSettings,
    lenses: createLensStore(),
  })
  const engine = createEngineClient({
    startWorker: () => startWorker(disk, timers, createId),
    setTimer: timers.setTimer,
    onJournal: (failure) => storage.noteJournal(failure),
    models: createModelRegistry([nanoRecord]),
    disk: {
      bring: ({ id }) =>
        Promise.resolve({
          kind: 'here',
          files: {
            id,
            weightsUrl: 'https://a.example/',
            libraryUrl: 'https://a.example/a.wasm',
            files: [],
            trust: 'stated',
          },
        }),
      subscribe: () => () => undefined,
    },
    findObstacle: () => Promise.resolve(undefined),
    suggest: () => Promise.resolve([]),
  })
  const loaded = await storage.load()
  const isLoaded = loaded.kind === 'loaded'
  const settings = createSettingsStore(defaultSettings(nanoRecord.id))
  const chats = createChatStore({
    runTurn: createRunTurn({
      engine,
      now: timers.now,
      contextOf: () => 2048,
      isJournalled: () => isLoaded,
      onFrame(run) {
        const timer = setImmediate(run)
        return () => clearImmediate(timer)
      },
    }),
    loadTree: (chat) => storage.loadTree(chat),
    readAgain: (answer) => storage.readAgain(answer),
    whenStored: () => storage.flush(),
    locks: createWritingLocks(undefined),
    defaults: () => chatSettings,
    templateOf: () => 'r1-distill',
    createId,
    random: () => 0.5,
    now: timers.now,
  })
  if (isLoaded) {
    chats.addStored(loaded.chats)
    storage.keep(chats, settings, createPresetStore({ createId, now: timers.now }))
  }
  return {
    chats,
    storage,
    timers,
    answer() {
      const state = chats.getState()
      const last = selectPath(state.openChat)(state).at(-1)
      return last?.role === 'answer' ? answerNow(state, last) : undefined
    },
  }
}

function startWorker(disk: Database, timers: TestTimers, createId: () => string): WorkerLike {
  let isTerminated = false
  let toWindow: (event: { data: unknown }) => void = () => undefined
  let ms = 0
  const host = createEngineHost({
    send: (message: FromWorker) => {
      const data = structuredClone(message)
      setImmediate(() => {
        if (!isTerminated) toWindow({ data })
      })
    },
    load: () => Promise.resolve(model),
    readFile: () => Promise.resolve(new ArrayBuffer(8)),
    // A token takes 20 ms, so a batch has three.
    now: () => (ms += 10),
    setTimer: timers.setTimer,
    openJournal: createJournal({ database: disk, createId, now: timers.now }),
  })
  return {
    postMessage(message) {
      const copy = structuredClone(message)
      setImmediate(() => {
        if (!isTerminated) host(copy)
      })
    },
    terminate() {
      isTerminated = true
    },
    addEventListener(type: string, listener: (event: never) => void) {
      if (type === 'message') toWindow = listener as typeof toWindow
    },
  }
}

const closing = 1
const closeThought = '</think>'

/** What it says next depends on what stands there, and on nothing else. */
const model: LoadedModel = {
  contextWindow: 2048,
  encode: (text) => new Int32Array(Math.ceil(text.length / 8)),
  decode: (ids) =>
    Array.from(ids, (id) => (id === closing ? closeThought : String.fromCodePoint(id))).join(''),
  describeTokens: () => [],
  unload: () => Promise.resolve(),
  async complete({ prompt, onToken }: CompletionRequest) {
    const opening = '<think>\n'
    let stands = prompt.slice(prompt.lastIndexOf(opening) + opening.length)
    for (;;) {
      const id = nextOf(stands)
      if (id === undefined) return { finish: 'stop', promptTokens: 0 }
      if (onToken(id)) return { finish: 'stopped', promptTokens: 0 }
      stands += id === closing ? closeThought : String.fromCodePoint(id)
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
  },
}

function nextOf(stands: string): number | undefined {
  const [thought = '', answer] = stands.split(closeThought)
  if (answer === undefined) {
    const isSaid = thought.length === said.thought.length
    return isSaid ? closing : ((said.thought + said.more).codePointAt(thought.length) ?? closing)
  }
  return said.answer.codePointAt(answer.length)
}

/** Lets everything happen, and time pass whenever all stand still, until it is so. */
export async function until(
  { timers }: Pick<WholeApp, 'timers'>,
  isSo: () => boolean,
  patience = 3000,
): Promise<boolean> {
  for (let step = 0; step < patience; step += 1) {
    if (isSo()) return true
    await new Promise<void>((resolve) => setImmediate(resolve))
    // Slower than anything that happens by itself, or no timer would ever be cancelled.
    if (step % 50 === 49) timers.pass(600)
  }
  return isSo()
}

/** Whether the reply that was asked for has come to its end, for `until`. */
export const isEnded =
  ({ chats, answer }: WholeApp) =>
  (): boolean =>
    chats.getState().live.size === 0 && answer() !== undefined
