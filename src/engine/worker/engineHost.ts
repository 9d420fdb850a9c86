import type { EngineEvent, LoadedFacts, ModelId } from '../engine.ts'
import type { OpenJournal } from '../journal.ts'
import type { FromWorker, ToWorker } from '../protocol.ts'
import { makeHarmless } from '../template/controlTokens.ts'
import { findTemplate } from '../template/findTemplate.ts'
import type { Template } from '../template/template.ts'
import { checkLibrary, type ReadFile } from './checkLibrary.ts'
import { toEngineError } from './engineError.ts'
import { createJournalledTurn } from './journalledTurn.ts'
import { measurePrompt } from './measurePrompt.ts'
import type { LoadedModel, LoadRequest } from './webLlm.ts'
import { writeSegment } from './writeSegment.ts'

export interface HostDeps {
  readonly send: (message: FromWorker) => void
  readonly load: (request: LoadRequest) => Promise<LoadedModel>
  readonly readFile: ReadFile
  readonly now: () => number
  /** Where tokens are kept before they are told; none keeps nothing. */
  readonly openJournal?: OpenJournal | undefined
  readonly setTimer?: ((run: () => void, ms: number) => () => void) | undefined
}

interface Current {
  readonly id: ModelId
  readonly template: Template
  readonly model: LoadedModel
}

/** Answers the window with one model: requests one after the other, a stop at once. */
export function createEngineHost(deps: HostDeps): (message: ToWorker) => void {
  const { send, now } = deps
  const stopped = new Set<number>()
  let current: Current | undefined
  let queue: Promise<void> = Promise.resolve()

  function loaded(id: ModelId): Current {
    if (current?.id !== id) throw new Error(`${id} is not loaded.`)
    return current
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
    current = { id: record.id, template: findTemplate(record.template), model }
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
    const { id, segment } = message
    const isStopped = (): boolean => stopped.has(id)
    try {
      if (isStopped()) return emit({ type: 'end', finish: 'stopped', usage: noUsage })
      const { template, model } = loaded(segment.model)
      await writeSegment(segment, { template, model, emit, now, isStopped })
    } catch (error) {
      emit({ type: 'error', error: toEngineError(error) })
    } finally {
      stopped.delete(id)
    }
  }

  async function answer(message: Exclude<ToWorker, { type: 'turn-stop' }>): Promise<void> {
    switch (message.type) {
      case 'model-load':
        return send({ type: 'model-loaded', id: message.id, facts: await load(message) })
      case 'model-unload':
        await unload()
        return send({ type: 'request-done', id: message.id })
      case 'turn-start':
        return startTurn(message)
      case 'prompt-render': {
        const { template, model } = loaded(message.segment.model)
        const text = template.render(message.segment)
        const tokens = model.describeTokens(model.encode(text))
        return send({ type: 'prompt-rendered', id: message.id, prompt: { text, tokens } })
      }
      case 'prompt-measure': {
        const { template, model } = loaded(message.segment.model)
        const { shares } = measurePrompt(message.segment, template, model)
        return send({ type: 'prompt-measured', id: message.id, shares })
      }
      case 'tokens-count': {
        const { model } = loaded(message.model)
        const counts = message.texts.map((text) => model.encode(makeHarmless(text)).length)
        return send({ type: 'tokens-counted', id: message.id, counts })
      }
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

const noUsage = { promptTokens: 0, completionTokens: 0, prefillMs: 0, decodeMs: 0 }
