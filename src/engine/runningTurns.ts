import type { EngineError, EngineEvent } from './engine.ts'
import { createEventQueue, type EventQueue } from './eventQueue.ts'
import { createWatchdog, type Watchdog } from './watchdog.ts'

/** No token for so long means that the device hangs; reading a prompt may take longer. */
const tokenPatienceMs = 30_000
const prefillPatienceMs = 180_000

/** Turns that the worker writes, each with the queue that its events are read from. */
export interface RunningTurns {
  /** `onSilence` ends what waits, one way or another. */
  open(id: number, onSilence: () => void): EventQueue<EngineEvent>
  has(id: number): boolean
  isAny(): boolean
  /** An event of the worker's; the last one ends the turn. */
  receive(id: number, event: EngineEvent): void
  end(id: number, last: EngineEvent): void
  /** The worker is gone. */
  endAll(error: EngineError): void
  /** The worker lives: all wait anew. */
  feedAll(): void
}

interface Turn {
  readonly queue: EventQueue<EngineEvent>
  readonly watchdog: Watchdog
  patienceMs: number
}

/** `onCalm` is told when the last running turn has ended. */
export function createRunningTurns(
  setTimer: (run: () => void, ms: number) => () => void,
  onCalm: () => void,
): RunningTurns {
  const turns = new Map<number, Turn>()

  function end(id: number, last: EngineEvent): void {
    const turn = turns.get(id)
    if (turn === undefined) return
    turn.watchdog.stop()
    turns.delete(id)
    if (turns.size === 0) onCalm()
    turn.queue.end(last)
  }

  return {
    open(id, onSilence) {
      const queue = createEventQueue<EngineEvent>()
      const watchdog = createWatchdog(setTimer, onSilence)
      turns.set(id, { queue, watchdog, patienceMs: prefillPatienceMs })
      watchdog.feed(prefillPatienceMs)
      return queue
    },
    has: (id) => turns.has(id),
    isAny: () => turns.size > 0,
    receive(id, event) {
      if (event.type === 'end' || event.type === 'error') return end(id, event)
      const turn = turns.get(id)
      if (turn === undefined) return
      turn.patienceMs = event.type === 'tokens' ? tokenPatienceMs : prefillPatienceMs
      turn.watchdog.feed(turn.patienceMs)
      turn.queue.push(event)
    },
    end,
    endAll(error) {
      for (const { queue, watchdog } of turns.values()) {
        watchdog.stop()
        queue.end({ type: 'error', error })
      }
      turns.clear()
    },
    feedAll() {
      for (const { watchdog, patienceMs } of turns.values()) watchdog.feed(patienceMs)
    },
  }
}
