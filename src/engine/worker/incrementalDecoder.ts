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
  /** Characters of the context's text. */
  let known = 0
  let pending: number[] = []

  const textOf = (ids: readonly number[]): string => decode(Int32Array.from(ids))
  const added = (ids: readonly number[]): string => textOf([...context, ...ids]).slice(known)

  function take(text: string): string {
    context = pending
    known = textOf(context).length
    pending = []
    return text
  }

  return {
    push(id) {
      pending.push(id)
      const text = added(pending)
      // Half a character decodes to U+FFFD: wait for the bytes that complete it.
      return text.endsWith(replacement) ? '' : take(text)
    },
    peek: (id) => added([...pending, id]),
    flush: () => (pending.length === 0 ? '' : take(added(pending))),
  }
}
