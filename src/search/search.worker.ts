import { writesChannel } from '../storage/announceWrites.ts'
import { openDatabase } from '../storage/openDatabase.ts'
import { createChatReader } from './chatReader.ts'
import type { FromSearch, ToSearch } from './protocol.ts'

const send = (message: FromSearch): void => postMessage(message)

const reader = createChatReader(openDatabase())
const waiting = new Map<number, string>()
const changed = new Set<string>()

/** In order, and each once: what is written while all is read comes after it. */
let work: Promise<unknown> = reader
  .readAll((done, total) => send({ type: 'read', done, total }))
  .catch((error: unknown) => send({ type: 'failed', id: 0, detail: String(error) }))

// Of this tab and of every other one.
new BroadcastChannel(writesChannel).addEventListener(
  'message',
  ({ data }: MessageEvent<readonly string[]>) => {
    const isFirst = changed.size === 0
    for (const key of data) changed.add(key)
    if (isFirst) work = work.then(readChanged).catch(() => undefined)
  },
)

async function readChanged(): Promise<void> {
  const keys = [...changed]
  changed.clear()
  await reader.readAgain(keys)
}

addEventListener('message', ({ data }: MessageEvent<ToSearch>) => {
  if (data.type === 'cancel') return void waiting.delete(data.id)
  waiting.set(data.id, data.query)
  // A task later: a letter typed meanwhile takes back the query before it.
  setTimeout(() => answer(data.id), 0)
})

function answer(id: number): void {
  const query = waiting.get(id)
  if (query === undefined) return
  waiting.delete(id)
  const start = performance.now()
  const found = reader.search(query, Date.now())
  send({ type: 'found', id, found: { ...found, ms: performance.now() - start } })
}
