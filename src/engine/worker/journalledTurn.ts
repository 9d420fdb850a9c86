import type { EngineEvent } from '../engine.ts'
import type { JournalEntry, JournalFailure, JournalRun } from '../journal.ts'

export interface JournalledTurnDeps {
  /** None for a segment that nobody wants kept. */
  readonly run: JournalRun | undefined
  readonly send: (event: EngineEvent) => void
  readonly now: () => number
  readonly setTimer: (run: () => void, ms: number) => () => void
  /** Told when keeping begins to fail, and null when it works again. */
  readonly onJournal: (failure: JournalFailure | null) => void
}

/** A disk that takes longer than this is not waited for: a person is never kept from reading. */
const patienceMs = 2000
/** After a failure it is tried again with the next tokens, this often. */
const retryAfterMs = 1000

/**
 * Sends a segment's events on once they are on the disk, in order. While one write is under way the events
 * that come meanwhile gather, and are one write after it: so tokens never wait for the disk to be made, only
 * to be seen. Where the disk fails they are seen all the same, and stay here to be written with the next.
 */
export function createJournalledTurn(deps: JournalledTurnDeps): (event: EngineEvent) => void {
  const { run, send, now, setTimer, onJournal } = deps
  if (run === undefined) return send
  const journal = run
  let unwritten: JournalEntry[] = []
  let unsent: EngineEvent[] = []
  let isWriting = false
  let isFailing = false
  let triedAt = -Infinity

  function release(): void {
    const events = unsent
    unsent = []
    for (const event of events) send(event)
  }

  function fail(error: unknown): void {
    isFailing = true
    onJournal(describe(error))
    release()
  }

  async function write(): Promise<void> {
    isWriting = true
    triedAt = now()
    const entries = unwritten
    const events = unsent
    unwritten = []
    unsent = []
    let isSent = false
    const sendOnce = (): void => {
      if (isSent) return
      isSent = true
      for (const event of events) send(event)
    }
    const endPatience = setTimer(() => {
      sendOnce()
      fail(new DOMException('The browser’s storage does not answer.', 'TimeoutError'))
    }, patienceMs)
    try {
      await journal.append(entries)
      sendOnce()
      if (isFailing) onJournal(null)
      isFailing = false
    } catch (error) {
      unwritten = [...entries, ...unwritten]
      sendOnce()
      fail(error)
    } finally {
      endPatience()
      isWriting = false
    }
    goOn()
  }

  function goOn(): void {
    if (isFailing) release()
    if (isWriting || (isFailing && now() - triedAt < retryAfterMs)) return
    if (unwritten.length > 0) void write()
    else release()
  }

  return (event) => {
    const entry = toEntry(event)
    if (entry !== undefined) unwritten.push(entry)
    unsent.push(event)
    goOn()
  }
}

/** A failure is the window's to write down: it ends the reply with it. */
function toEntry(event: EngineEvent): JournalEntry | undefined {
  switch (event.type) {
    case 'prefill-progress':
      return { kind: 'prompt', tokens: event.total }
    case 'tokens':
      return { kind: 'tokens', text: event.text, at: event.at }
    case 'end': {
      const { promptTokens, prefillMs } = event.usage
      return { kind: 'end', finish: event.finish, usage: { promptTokens, prefillMs } }
    }
    case 'error':
      return undefined
  }
}

const describe = (error: unknown): JournalFailure =>
  error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: 'Error', message: String(error) }
