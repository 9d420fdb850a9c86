import type { EngineEvent, TokenChances } from '../engine.ts'

export interface TokenBatch {
  /** `chances` for every token of a reply, or for none. */
  add(id: number, text: string, chances?: TokenChances): void
  /** Send what has gathered, now. */
  flush(): void
}

const closeThought = '</think>'

/**
 * One message for many tokens: at most one each `everyMs`, so that the window is never flooded. The token
 * that closes the thought travels alone: a batch of thought and answer could only be shared out by guess.
 */
export function createTokenBatch(
  send: (event: EngineEvent) => void,
  now: () => number,
  startedAt: number,
  everyMs = 50,
): TokenBatch {
  let ids: number[] = []
  let at: number[] = []
  let chances: TokenChances[] = []
  let text = ''
  let tail = ''
  let lastSent = -Infinity

  function flush(): void {
    if (ids.length === 0 && text === '') return
    send({ type: 'tokens', text, ids, at, ...(chances.length === 0 ? {} : { chances }) })
    ids = []
    at = []
    chances = []
    text = ''
    lastSent = now()
  }

  return {
    add(id, added, drawn) {
      const recent = tail + added
      const closes = recent.includes(closeThought)
      // Short of the whole tag, so that it is found once, also when several tokens spell it.
      tail = recent.slice(1 - closeThought.length)
      if (closes) flush()
      ids.push(id)
      at.push(now() - startedAt)
      text += added
      if (drawn !== undefined) chances.push(drawn)
      if (closes || now() - lastSent >= everyMs) flush()
    },
    flush,
  }
}
