import type { EngineEvent } from '../engine.ts'

export interface TokenBatch {
  add(id: number, text: string): void
  /** Send what has gathered, now. */
  flush(): void
}

/** One message for many tokens: at most one each `everyMs`, so that the window is never flooded. */
export function createTokenBatch(
  send: (event: EngineEvent) => void,
  now: () => number,
  startedAt: number,
  everyMs = 40,
): TokenBatch {
  let ids: number[] = []
  let at: number[] = []
  let text = ''
  let lastSent = -Infinity

  function flush(): void {
    if (ids.length === 0 && text === '') return
    send({ type: 'tokens', text, ids, at })
    ids = []
    at = []
    text = ''
    lastSent = now()
  }

  return {
    add(id, added) {
      ids.push(id)
      at.push(now() - startedAt)
      text += added
      if (now() - lastSent >= everyMs) flush()
    },
    flush,
  }
}
