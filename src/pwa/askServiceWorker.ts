import { readAnswer, type ServiceWorkerAnswer, type ToServiceWorker } from './protocol.ts'

/** Something that a message can be posted to: a service worker. */
export type Askable = Pick<ServiceWorker, 'postMessage'>

/** A service worker that is silent for so long is taken for dead; hashing every file takes a few seconds. */
const silenceMs = 120_000

/** Asks a service worker and waits for its answer. A failure is an answer too. */
export function askServiceWorker(
  worker: Askable,
  question: ToServiceWorker,
): Promise<ServiceWorkerAnswer> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    const end = (answer: ServiceWorkerAnswer): void => {
      clearTimeout(timer)
      port1.close()
      resolve(answer)
    }
    const timer = setTimeout(
      () => end({ type: 'failed', detail: 'The service worker does not answer.' }),
      silenceMs,
    )
    port1.addEventListener('message', ({ data }: MessageEvent<unknown>) =>
      end(
        readAnswer(data) ?? { type: 'failed', detail: 'The service worker’s answer is unknown.' },
      ),
    )
    port1.start()
    worker.postMessage(question, [port2])
  })
}
