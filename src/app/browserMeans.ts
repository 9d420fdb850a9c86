import type { Locks } from '../lib/locks.ts'
import type { WorkerLike } from '../engine/workerLink.ts'

/** Not there in an insecure page. */
export const findLocks = (): Locks | undefined => (navigator as { readonly locks?: Locks }).locks

export const startWorker = (): WorkerLike =>
  new Worker(new URL('./engine.worker.ts', import.meta.url), {
    type: 'module',
    name: 'engine',
  })

export function setTimer(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

/** Frames stop in a hidden page, and a reply must not: there it is a timer. */
export function onFrame(run: () => void): () => void {
  if (document.hidden) return setTimer(run, 250)
  const frame = requestAnimationFrame(run)
  return () => cancelAnimationFrame(frame)
}

/** A task of its own: the one that makes the frame has then laid out and painted. */
export function afterPaint(run: () => void): void {
  const { port1, port2 } = new MessageChannel()
  port1.addEventListener('message', run, { once: true })
  port1.start()
  port2.postMessage(null)
}
