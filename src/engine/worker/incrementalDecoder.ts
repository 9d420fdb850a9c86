/** Token ids to text, as a whole. */
export type Decode = (ids: Int32Array) => string

const replacement = '\uFFFD'

export interface IncrementalDecoder {
  /** The text that this token adds; empty while a character is still incomplete. */
  push(id: number): string
  /** The text that another token would have added in the place of the next one, whole or not. */
  peek(id: number): string
  /** What was held back: the rest of a reply that ends inside a character. */
  flush(): string
}

/**
 * Decodes a growing list of ids at a cost that does not grow with it: only the tokens since the last whole
 * character, and those of the piece before it as context, are decoded again. (WebLLM decodes all of them
 * again for each token.) The context is there because a tokenizer may treat a text's first piece apart.
 */
export function createIncrementalDecoder(decode: Decode): IncrementalDecoder {
  let context: number[] = []
  let pending: number[] = []

  const textOf = (ids: readonly number[]): string => decode(Int32Array.from(ids))

  function take(added: string): string {
    context = pending
    pending = []
    return added
  }

  return {
    push(id) {
      pending.push(id)
      const before = textOf(context)
      const after = textOf([...context, ...pending])
      // Half a character decodes to U+FFFD: wait for the bytes that complete it.
      return after.endsWith(replacement) ? '' : take(after.slice(before.length))
    },
    peek(id) {
      const before = textOf(context)
      return textOf([...context, ...pending, id]).slice(before.length)
    },
    flush() {
      if (pending.length === 0) return ''
      const before = textOf(context)
      return take(textOf([...context, ...pending]).slice(before.length))
    },
  }
}
