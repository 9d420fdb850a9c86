/** What a wait answers that was given up. */
export const stopped = Symbol('stopped')

/** What was waited for, unless the person stops first: then it is left to end by itself. */
export async function untilStopped<T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T | typeof stopped> {
  let stop = (): void => undefined
  const isStopped = new Promise<typeof stopped>((resolve) => {
    stop = () => resolve(stopped)
  })
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  return Promise.race([isStopped, work]).finally(() => signal.removeEventListener('abort', stop))
}
