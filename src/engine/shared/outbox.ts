import type { EngineEvent } from '../engine.ts'
import { createEventQueue, type EventQueue } from '../eventQueue.ts'
import type { EngineReply } from './wire.ts'

/** What this tab has asked of the tab that holds the engine, and waits for. */
export interface Outbox {
  /** 'moved': that tab is gone, and the next one is to be asked. */
  ask(post: (id: string) => void): { readonly id: string; readonly answered: Promise<EngineReply | 'moved'> }
  /** A segment; it ends by itself, at the last token that came, when the engine moves. */
  stream(post: (id: string) => void): { readonly id: string; readonly events: AsyncIterable<EngineEvent> }
  receive(id: string, reply: EngineReply): void
  /** Another tab holds the engine now. */
  move(): void
  /** Nobody waits for this any more; whether it was under way. */
  forget(id: string): boolean
}

interface Stream {
  readonly queue: EventQueue<EngineEvent>
  promptTokens: number
  completionTokens: number
  decodeMs: number
}

export function createOutbox(createId: () => string): Outbox {
  const asked = new Map<string, (reply: EngineReply | 'moved') => void>()
  const streams = new Map<string, Stream>()

  function receiveEvent(id: string, event: EngineEvent): void {
    const stream = streams.get(id)
    if (stream === undefined) return
    if (event.type === 'end' || event.type === 'error') {
      streams.delete(id)
      return stream.queue.end(event)
    }
    if (event.type === 'prefill-progress') stream.promptTokens = event.total
    else {
      stream.completionTokens += event.ids.length
      stream.decodeMs = event.at.at(-1) ?? stream.decodeMs
    }
    stream.queue.push(event)
  }

  return {
    ask(post) {
      const id = createId()
      const answered = new Promise<EngineReply | 'moved'>((resolve) => asked.set(id, resolve))
      post(id)
      return { id, answered }
    },
    stream(post) {
      const id = createId()
      const queue = createEventQueue<EngineEvent>()
      streams.set(id, { queue, promptTokens: 0, completionTokens: 0, decodeMs: 0 })
      post(id)
      return { id, events: queue }
    },
    receive(id, reply) {
      if (reply.kind === 'event') return receiveEvent(id, reply.event)
      if (reply.kind === 'failed') receiveEvent(id, { type: 'error', error: reply.error })
      asked.get(id)?.(reply)
      asked.delete(id)
    },
    move() {
      for (const resolve of asked.values()) resolve('moved')
      asked.clear()
      for (const { queue, promptTokens, completionTokens, decodeMs } of streams.values())
        queue.end({
          type: 'end',
          finish: 'engine moved',
          usage: { promptTokens, completionTokens, prefillMs: 0, decodeMs },
        })
      streams.clear()
    },
    forget: (id) => streams.delete(id),
  }
}
