/** What a person asks of a thought while it grows. */
export type Steer =
  | { readonly kind: 'answer now' }
  /** The same, by the app itself where a person has set it so. */
  | { readonly kind: 'close the loop' }
  | { readonly kind: 'think longer' }
  | { readonly kind: 'raise temperature'; readonly by: number }

/** Carries what is asked from the button to the turn that it is about; the last wish counts. */
export interface Steering {
  ask(steer: Steer): void
  /** What was asked since it was last taken. */
  take(): Steer | undefined
  /** Called when something is asked, at once if it was already, until the answer is called. */
  listen(onAsk: () => void): () => void
}

export function createSteering(): Steering {
  const listeners = new Set<() => void>()
  let asked: Steer | undefined
  return {
    ask(steer) {
      asked = steer
      for (const listener of listeners) listener()
    },
    take() {
      const taken = asked
      asked = undefined
      return taken
    },
    listen(onAsk) {
      listeners.add(onAsk)
      if (asked !== undefined) onAsk()
      return () => listeners.delete(onAsk)
    },
  }
}
