import type { CatalogueRecord } from '../catalogue/record.ts'
import type {
  EngineEvent,
  LoadedFacts,
  ModelId,
  PromptShare,
  Segment,
  ThoughtEnd,
} from '../engine.ts'
import type { OpenJournal } from '../journal.ts'
import type { FromWorker, ToWorker } from '../protocol.ts'
import { leastRoom } from '../room.ts'
import { makeHarmless } from '../template/controlTokens.ts'
import { findTemplate } from '../template/findTemplate.ts'
import { checkLibrary, type ReadFile } from './checkLibrary.ts'
import { toEngineError } from './engineError.ts'
import { findFormatProblem } from './formatToGrammar.ts'
import { createIncrementalDecoder } from './incrementalDecoder.ts'
import { createJournalledTurn } from './journalledTurn.ts'
import { measureSections } from './measureSections.ts'
import { tellChances } from './tokenChances.ts'
import { createThoughtWatch } from './thoughtWatch.ts'
import { createTokenBatch } from './tokenBatch.ts'
import type { LoadedModel, LoadRequest } from './webLlm.ts'

export interface HostDeps {
  readonly send: (message: FromWorker) => void
  readonly load: (request: LoadRequest) => Promise<LoadedModel>
  readonly readFile: ReadFile
  readonly now: () => number
  /** Where tokens are kept before they are told; none keeps nothing. */
  readonly openJournal?: OpenJournal | undefined
  readonly setTimer?: ((run: () => void, ms: number) => () => void) | undefined
}

/** Answers the window with one model: requests one after the other, a stop at once. */
export function createEngineHost(deps: HostDeps): (message: ToWorker) => void {
  const { send, now } = deps
  const stopped = new Set<number>()
  let current: { readonly record: CatalogueRecord; readonly model: LoadedModel } | undefined
  let queue: Promise<void> = Promise.resolve()

  function loaded(id: ModelId): { readonly record: CatalogueRecord; readonly model: LoadedModel } {
    if (current?.record.id !== id) throw new Error(`${id} is not loaded.`)
    return current
  }
  const render = (segment: Segment): string =>
    findTemplate(loaded(segment.model).record.template).render(segment)

  /** `total`: tokens of the whole prompt. */
  function measure(segment: Segment, total: number): readonly PromptShare[] {
    const { record, model } = loaded(segment.model)
    const sections = findTemplate(record.template).sections(segment)
    return measureSections(sections, total, (text) => model.encode(text).length)
  }

  async function load({
    id,
    record,
    contextTokens,
    sources,
  }: ToWorker & { type: 'model-load' }): Promise<LoadedFacts> {
    await unload()
    const library = await checkLibrary(sources, deps.readFile)
    const model = await deps.load({
      id: record.id,
      sources,
      contextTokens,
      onProgress: (phase, fraction) => send({ type: 'load-progress', id, phase, fraction }),
    })
    current = { record, model }
    return { contextTokens: model.contextWindow, library }
  }

  /** One that cannot be let go is forgotten all the same, or every load after it would fail as well. */
  async function unload(): Promise<void> {
    const before = current
    current = undefined
    await before?.model.unload()
  }

  /** What a segment's events go through; those of one that is not kept go straight to the window. */
  function keepThenSend({
    id,
    segment: { journal },
  }: ToWorker & { type: 'turn-start' }): (event: EngineEvent) => void {
    return createJournalledTurn({
      run: journal === undefined ? undefined : deps.openJournal?.(journal),
      send: (event) => send({ type: 'turn-event', id, event }),
      now,
      setTimer: deps.setTimer ?? (() => () => undefined),
      onJournal: (failure) => send({ type: 'journal-state', failure }),
    })
  }

  async function startTurn(message: ToWorker & { type: 'turn-start' }): Promise<void> {
    const emit = keepThenSend(message)
    try {
      await runTurn(message, emit)
    } catch (error) {
      emit({ type: 'error', error: toEngineError(error) })
    } finally {
      stopped.delete(message.id)
    }
  }

  async function runTurn(
    { id, segment }: ToWorker & { type: 'turn-start' },
    emit: (event: EngineEvent) => void,
  ): Promise<void> {
    const usage = { promptTokens: 0, completionTokens: 0, prefillMs: 0, decodeMs: 0 }
    if (stopped.has(id)) return emit({ type: 'end', finish: 'stopped', usage })
    const engine = loaded(segment.model).model
    // Before a single token: what it could not read would end the library that reads it, for good.
    const problem = findFormatProblem(segment.format)
    if (problem !== undefined)
      return emit({ type: 'error', error: { kind: 'unusable-format', detail: problem } })
    const startedAt = now()
    const prompt = render(segment)
    const total = engine.encode(prompt).length
    const shares = measure(segment, total)
    emit({ type: 'prefill-progress', done: 0, total, shares })
    const room = engine.contextWindow - total
    // A first question may use the room that there is: leaving out turns would not help it. A reply that has
    // begun has had its room kept for it.
    const { reasoning, answer: begun } = segment.prefix
    const hasRoomKept = segment.turns.length === 0 || reasoning !== '' || begun !== undefined
    const needed = hasRoomKept ? 1 : Math.min(leastRoom, segment.sampling.maxTokens)
    if (room < needed)
      return emit({
        type: 'error',
        error: { kind: 'context', detail: `${total} tokens, room for ${engine.contextWindow}.` },
      })

    const decoder = createIncrementalDecoder(engine.decode)
    const batch = createTokenBatch(emit, now, startedAt)
    let count = 0
    let firstAt = startedAt
    const maxTokens = Math.min(segment.sampling.maxTokens, room)
    const written = shares.reduce(
      (sum, { kind, tokens }) => sum + (kind === 'thought' ? tokens : 0),
      0,
    )
    const watch = createThoughtWatch(segment, { room, written, maxTokens })
    let thoughtEnd: ThoughtEnd | undefined
    const sendRest = (): void => {
      // A reply that is cut inside a character ends before it: whatever goes on writes it anew.
      const rest = decoder.flush().replace(/\uFFFD+$/, '')
      batch.flush()
      if (rest !== '') emit({ type: 'tokens', text: rest, ids: [], at: [] })
    }
    const completion = engine.complete({
      prompt,
      sampling: segment.sampling,
      maxTokens,
      format: segment.prefix.answer === undefined ? undefined : segment.format,
      wantsChances: segment.chances === true,
      onToken(token, drawn) {
        // A stop that came in prefill costs the one token that prefill samples. After an end the engine may
        // still write a token that it had begun.
        if (stopped.has(id) || thoughtEnd !== undefined) return true
        const alternatives = drawn && tellChances(drawn, decoder.peek)
        const text = decoder.push(token)
        thoughtEnd = watch.before(text)
        if (thoughtEnd !== undefined) return true
        count += 1
        if (count === 1) firstAt = now()
        batch.add(token, text, alternatives && { ...alternatives, length: text.length })
        thoughtEnd = watch.after(text)
        return thoughtEnd !== undefined
      },
    })
    // Also when it fails: what was written before is kept.
    const { finish } = await completion.finally(sendRest)
    const ranOut = finish === 'length' && room <= segment.sampling.maxTokens && count >= room
    emit({
      type: 'end',
      finish: stopped.has(id) ? 'stopped' : (thoughtEnd ?? (ranOut ? 'context' : finish)),
      usage: {
        promptTokens: total,
        completionTokens: count,
        prefillMs: firstAt - startedAt,
        decodeMs: now() - firstAt,
      },
    })
  }

  async function answer(message: ToWorker): Promise<void> {
    switch (message.type) {
      case 'model-load':
        return send({ type: 'model-loaded', id: message.id, facts: await load(message) })
      case 'model-unload':
        await unload()
        return send({ type: 'request-done', id: message.id })
      case 'turn-start':
        return startTurn(message)
      case 'prompt-render': {
        const { model } = loaded(message.segment.model)
        const text = render(message.segment)
        const tokens = model.describeTokens(model.encode(text))
        return send({ type: 'prompt-rendered', id: message.id, prompt: { text, tokens } })
      }
      case 'prompt-measure': {
        const { segment } = message
        const total = loaded(segment.model).model.encode(render(segment)).length
        const shares = measure(segment, total)
        return send({ type: 'prompt-measured', id: message.id, shares })
      }
      case 'tokens-count': {
        const { model } = loaded(message.model)
        const counts = message.texts.map((text) => model.encode(makeHarmless(text)).length)
        return send({ type: 'tokens-counted', id: message.id, counts })
      }
      case 'turn-stop':
        stopped.add(message.id)
    }
  }

  return (message) => {
    // Not queued: it must overtake the turn that it stops.
    if (message.type === 'turn-stop') {
      stopped.add(message.id)
      return
    }
    queue = queue
      .then(() => answer(message))
      .catch((thrown: unknown) =>
        send({ type: 'request-failed', id: message.id, error: toEngineError(thrown) }),
      )
  }
}
