import { holdLock, type Locks } from '../../lib/locks.ts'
import type { Engine } from '../engine.ts'
import { EngineFailed } from '../engineFailed.ts'
import type { EngineReply, EngineRequest } from './wire.ts'

export interface ServeDeps {
  readonly engine: Engine
  readonly locks: Locks
  /** Makes a model known that another tab has added since this one looked. */
  readonly learn: (model: string) => Promise<void>
  readonly send: (id: string, reply: EngineReply) => void
}

/** The holder's side: what other tabs ask for is done on this tab's engine. */
export interface TabServer {
  ask(tab: string, id: string, request: EngineRequest): void
  cancel(id: string): void
}

/** Held by a tab as long as it lives: who waits for it learns of its death. */
export const tabLock = (tab: string): string => `ponder/tab/${tab}`

export function serveTabs({ engine, locks, learn, send }: ServeDeps): TabServer {
  const running = new Map<string, { readonly tab: string; readonly end: AbortController }>()
  const watched = new Set<string>()

  /** What a dead tab asked for keeps nobody waiting. */
  function watch(tab: string): void {
    if (watched.has(tab)) return
    watched.add(tab)
    void endWhenDead(tab)
  }

  async function endWhenDead(tab: string): Promise<void> {
    const lock = holdLock(locks, tabLock(tab))
    await lock.granted
    lock.release()
    watched.delete(tab)
    for (const work of running.values()) if (work.tab === tab) work.end.abort()
  }

  async function run(id: string, request: EngineRequest, signal: AbortSignal): Promise<void> {
    if (request.kind === 'unload') await engine.unload()
    else if (request.kind === 'load') {
      const { model, contextTokens } = request
      await learn(model)
      await engine.load(model, contextTokens === undefined ? {} : { contextTokens }, signal)
    } else if (request.kind === 'generate') {
      await learn(request.segment.model)
      for await (const event of engine.generate(request.segment, signal))
        send(id, { kind: 'event', event })
      return
    } else if (request.kind === 'render') {
      await learn(request.segment.model)
      const prompt = await engine.renderPrompt(request.segment)
      return send(id, { kind: 'rendered', prompt })
    } else if (request.kind === 'measure') {
      await learn(request.segment.model)
      const shares = await engine.measurePrompt(request.segment)
      return send(id, { kind: 'measured', shares })
    } else {
      await learn(request.model)
      const counts = await engine.countTokens(request.model, request.texts)
      return send(id, { kind: 'counted', counts })
    }
    send(id, { kind: 'done' })
  }

  return {
    ask(tab, id, request) {
      if (running.has(id)) return
      const end = new AbortController()
      running.set(id, { tab, end })
      watch(tab)
      run(id, request, end.signal)
        .catch((thrown: unknown) =>
          send(id, {
            kind: 'failed',
            error:
              thrown instanceof EngineFailed
                ? { kind: thrown.error.kind, detail: thrown.error.detail }
                : { kind: 'crash', detail: String(thrown) },
          }),
        )
        .finally(() => running.delete(id))
    },
    cancel: (id) => running.get(id)?.end.abort(),
  }
}
