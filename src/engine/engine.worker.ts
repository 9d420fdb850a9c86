import type { FromWorker, ToWorker } from './protocol.ts'
import { createEngineHost } from './worker/engineHost.ts'
import { watchDevice } from './worker/watchDevice.ts'
import { loadWithWebLlm } from './worker/webLlm.ts'

const send = (message: FromWorker): void => postMessage(message)

watchDevice((detail) => send({ type: 'device-lost', detail }))

const host = createEngineHost({
  send,
  load: loadWithWebLlm,
  fetchJson: async (url) => {
    const response = await fetch(url)
    if (!response.ok) throw new Error(`HTTP ${response.status} for ${url}`)
    return response.json()
  },
  now: () => performance.now(),
})

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => host(data))
