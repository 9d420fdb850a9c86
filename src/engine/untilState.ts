import type { Engine, EngineState } from './engine.ts'

/** Settles when the engine's state is as asked, which it may be already, or when the wait is called off. */
export function untilState(
  engine: Pick<Engine, 'getState' | 'subscribe'>,
  isAsAsked: (state: EngineState) => boolean,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (!isAsAsked(engine.getState()) && !signal.aborted) return
      stop()
      signal.removeEventListener('abort', check)
      resolve()
    }
    const stop = engine.subscribe(check)
    signal.addEventListener('abort', check)
    check()
  })
}
