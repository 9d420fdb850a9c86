import type { FromWorker, ToWorker } from '../../engine/protocol.ts'
import { createEngineHost, type HostDeps } from '../../engine/worker/engineHost.ts'
import { readCached } from '../../engine/worker/readCached.ts'
import { watchDevice } from '../../engine/worker/watchDevice.ts'
import { createJournal } from '../../storage/journal.ts'
import { openDatabase } from '../../storage/openDatabase.ts'

/**
 * What runs in the engine's worker. Here the engine meets the disk, of which each knows nothing: so the
 * worker's entry stands in `app`, as the window's does.
 */
export function runEngineWorker(load: HostDeps['load']): void {
  const send = (message: FromWorker): void => postMessage(message)

  watchDevice((kind, detail) => send({ type: 'device-lost', kind, detail }))

  const host = createEngineHost({
    send,
    load,
    readFile: readCached,
    now: () => performance.now(),
    openJournal: createJournal({
      database: openDatabase(),
      createId: () => crypto.randomUUID(),
      now: () => Date.now(),
    }),
    setTimer(run, ms) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
  })

  addEventListener('message', ({ data }: MessageEvent<ToWorker>) => host(data))
}
