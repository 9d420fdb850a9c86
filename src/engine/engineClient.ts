import { clampContext } from './catalogue/contextChoice.ts'
import { downloadToEngineState } from './downloadToEngineState.ts'
import type {
  Engine,
  EngineError,
  EngineEvent,
  EngineState,
  LoadedFacts,
  LoadOptions,
  ModelId,
  RenderedPrompt,
  Segment,
} from './engine.ts'
import type { EngineClientDeps } from './engineClientDeps.ts'
import { EngineFailed } from './engineFailed.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import { sourcesOf } from './source/modelSources.ts'
import { findTemplate } from './template/findTemplate.ts'
import { createToldState, type Wanted } from './toldState.ts'
import { createWorkerLink } from './workerLink.ts'

const prefillPatienceMs = 180_000
const loadPatienceMs = 300_000

/** The engine as the window sees it: one worker, replaced when it breaks, and its model loaded again. */
export function createEngineClient(deps: EngineClientDeps): Engine {
  const told = createToldState(deps)
  const { getState, setState, fail } = told
  let loaded: (Wanted & { readonly facts: LoadedFacts }) | undefined
  let loading: (Wanted & { readonly end: AbortController; promise: Promise<void> }) | undefined

  const link = createWorkerLink({
    startWorker: deps.startWorker,
    setTimer: deps.setTimer,
    onJournal: deps.onJournal,
    onBreak(error) {
      const broken = loaded ?? loading
      // A model whose files still come has nothing to do with the worker of the one before.
      if (loaded === undefined) loading = undefined
      loaded = undefined
      if (loading === undefined) fail(broken, error)
    },
    onProgress({ phase, fraction }) {
      if (loading !== undefined) setState({ status: phase, model: loading.model, fraction })
    },
    onCalm() {
      const state = getState()
      if (state.status === 'generating') setState({ ...state, status: 'ready' })
    },
  })

  /** `isCurrent` turns false when the load was aborted or another took its place. */
  async function loadModel(
    wanted: Wanted,
    isCurrent: () => boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const { model, contextTokens } = wanted
    const record = deps.models.find(model)
    if (record === undefined)
      return fail(wanted, { kind: 'unusable-model', detail: `Nobody here knows ${model}.` })
    setState({ status: 'checking' })
    const obstacle = await deps.findObstacle(record, contextTokens)
    if (!isCurrent()) return
    if (obstacle !== undefined) return fail(wanted, obstacle)
    if (loaded === undefined) link.start()
    const stopFollowing = deps.disk.subscribe((download) => {
      const next = downloadToEngineState(download)
      if (isCurrent() && download.model === model && next !== undefined) setState(next)
    })
    const brought = await deps.disk.bring(record, signal).finally(stopFollowing)
    if (!isCurrent()) return
    if (brought.kind === 'paused') return setState(restState())
    if (brought.kind === 'failed') return fail(wanted, brought.error)
    setState({ status: 'uploading', model, fraction: 0 })
    // The memory of the model before goes first: a device rarely holds two.
    const isChange = loaded !== undefined
    loaded = undefined
    await (isChange ? link.release() : link.whenReleased())
    if (!isCurrent()) return
    try {
      const sources = sourcesOf(brought.files)
      const answer = await request(
        (id) => ({ type: 'model-load', id, record, contextTokens, sources }),
        'model-loaded',
        loadPatienceMs,
      )
      if (!isCurrent()) return
      loaded = { ...wanted, facts: answer.facts }
      setState({ status: 'ready', model, facts: answer.facts })
    } catch (thrown) {
      if (!(thrown instanceof EngineFailed)) throw thrown
      if (!isCurrent()) return
      // Half a model may lie on the device, and only the worker's end is sure to take it away.
      link.drop(thrown.error)
      fail(wanted, thrown.error)
    }
  }

  function load(model: ModelId, options: LoadOptions, signal: AbortSignal): Promise<void> {
    const record = deps.models.find(model)
    const asked = options.contextTokens ?? deps.models.contextOf(model)
    const contextTokens = record === undefined ? asked : clampContext(record, asked)
    const wanted = { model, contextTokens }
    // Without a wish any context will do that the model has, or is about to have.
    const isMet = ({ model: other, contextTokens: has }: Wanted): boolean =>
      other === model && (options.contextTokens === undefined || has === contextTokens)
    if (loading !== undefined && isMet(loading)) return loading.promise
    if (loading === undefined && loaded !== undefined && isMet(loaded)) return Promise.resolve()
    if (loading !== undefined) endLoad()
    const end = new AbortController()
    const attempt = { ...wanted, end, promise: Promise.resolve() }
    const isCurrent = (): boolean => loading === attempt
    const abort = (): void => {
      if (!isCurrent()) return
      endLoad()
      setState(restState())
    }
    loading = attempt
    signal.addEventListener('abort', abort, { once: true })
    attempt.promise = loadModel(wanted, isCurrent, end.signal).finally(() => {
      signal.removeEventListener('abort', abort)
      if (isCurrent()) loading = undefined
    })
    return attempt.promise
  }

  function endLoad(): void {
    loading?.end.abort()
    loading = undefined
    // The one abort of a load that WebLLM always obeys is the end of its worker. While a model's files
    // still come it has none: the worker is that of the model before, which may be writing.
    if (loaded === undefined) link.drop({ kind: 'crash', detail: 'Loading was stopped.' })
  }

  function restState(): EngineState {
    if (loaded === undefined) return { status: 'idle' }
    const { model, facts } = loaded
    return { status: link.isWriting() ? 'generating' : 'ready', model, facts }
  }

  /** Load the model if it is not, in whatever context it has; answers why it could not be. */
  async function ensureModel(model: ModelId): Promise<EngineError | undefined> {
    if (loaded?.model !== model) await load(model, {}, new AbortController().signal)
    if (loaded?.model === model) return undefined
    const state = getState()
    return state.status === 'failed'
      ? state.error
      : { kind: 'crash', detail: 'The model is not loaded.' }
  }

  async function request<Kind extends FromWorker['type']>(
    make: (id: number) => ToWorker,
    kind: Kind,
    patienceMs: number,
  ): Promise<FromWorker & { readonly type: Kind }> {
    const answer = await link.request(make, patienceMs)
    if (!isKind(answer, kind)) throw new Error(`The worker answered ${answer.type}.`)
    return answer
  }

  async function ask<Kind extends FromWorker['type']>(
    model: ModelId,
    make: (id: number) => ToWorker,
    kind: Kind,
  ): Promise<FromWorker & { readonly type: Kind }> {
    const obstacle = await ensureModel(model)
    if (obstacle !== undefined) throw new EngineFailed(obstacle)
    return request(make, kind, prefillPatienceMs)
  }

  async function* generate(segment: Segment, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    const obstacle = await ensureModel(segment.model)
    if (signal.aborted) {
      yield { type: 'end', finish: 'stopped', usage: noUsage }
      return
    }
    if (obstacle !== undefined || loaded === undefined) {
      yield { type: 'error', error: obstacle ?? { kind: 'crash', detail: 'The model went away.' } }
      return
    }
    setState({ status: 'generating', model: loaded.model, facts: loaded.facts })
    yield* link.runTurn((id) => ({ type: 'turn-start', id, segment }), signal)
  }

  return {
    getState,
    subscribe: told.subscribe,
    load,
    async unload() {
      // At once: what is asked from here on loads the model anew.
      loaded = undefined
      await link.release()
      if (loading === undefined) setState({ status: 'idle' })
    },
    generate,
    async renderPrompt(segment): Promise<RenderedPrompt> {
      const record = deps.models.find(segment.model)
      const isOther = loaded !== undefined && loaded.model !== segment.model
      // Only to look at a prompt nobody wants gigabytes to change places: the text is known without.
      if (isOther && record !== undefined)
        return { text: findTemplate(record.template).render(segment), tokens: [] }
      const make = (id: number): ToWorker => ({ type: 'prompt-render', id, segment })
      return (await ask(segment.model, make, 'prompt-rendered')).prompt
    },
    async measurePrompt(segment) {
      if (loaded?.model !== segment.model) return null
      const make = (id: number): ToWorker => ({ type: 'prompt-measure', id, segment })
      return (await request(make, 'prompt-measured', prefillPatienceMs)).shares
    },
    async countTokens(model, texts) {
      const make = (id: number): ToWorker => ({ type: 'tokens-count', id, model, texts })
      return (await ask(model, make, 'tokens-counted')).counts
    },
  }
}

const noUsage = { promptTokens: 0, completionTokens: 0, prefillMs: 0, decodeMs: 0 }

const isKind = <Kind extends FromWorker['type']>(
  message: FromWorker,
  kind: Kind,
): message is FromWorker & { readonly type: Kind } => message.type === kind
