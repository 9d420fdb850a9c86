/** Pushed from one side, read as an async iterable on the other; nothing is dropped. */
export interface EventQueue<Event> extends AsyncIterable<Event> {
  push(event: Event): void
  /** The last event; whatever is pushed after it is ignored. */
  end(last: Event): void
}

export function createEventQueue<Event>(): EventQueue<Event> {
  const waiting: Event[] = []
  let isEnded = false
  let wake: (() => void) | undefined

  function add(event: Event): void {
    if (isEnded) return
    waiting.push(event)
    wake?.()
  }

  return {
    push: add,
    end(last) {
      add(last)
      isEnded = true
      wake?.()
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const event = waiting.shift()
        if (event !== undefined) {
          yield event
          continue
        }
        if (isEnded) return
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        wake = undefined
      }
    },
  }
}
