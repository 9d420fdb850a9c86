import type { FromWorker, ToWorker } from './protocol.ts'
import { createEngineHost } from './worker/engineHost.ts'
import { readCached } from './worker/readCached.ts'
import { watchDevice } from './worker/watchDevice.ts'
import { loadWithWebLlm } from './worker/webLlm.ts'

const send = (message: FromWorker): void => postMessage(message)

watchDevice((kind, detail) => send({ type: 'device-lost', kind, detail }))

const host = createEngineHost({
  send,
  load: loadWithWebLlm,
  readFile: readCached,
  now: () => performance.now(),
})

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => host(data))
