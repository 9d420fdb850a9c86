/** A piece of a reply, in order. A piece without text says that its part has begun. */
export interface ReplyPiece {
  readonly kind: 'reasoning' | 'answer'
  readonly text: string
}

export interface ReasoningParser {
  push(text: string): readonly ReplyPiece[]
  /** The reply ended: what was held back as the beginning of a tag was none. */
  flush(): readonly ReplyPiece[]
}

const tags = { reasoning: '</think>', answer: '<think>' } as const

/**
 * Tells thought and answer apart while a reply streams in. The first state comes from the template, never
 * from the text: R1's template opens the thought itself, so its tag is not part of the reply.
 *
 * A thought ends at the first `</think>`, wherever it stands: that is the model's own token, and inside a
 * thought it means nothing else. In an answer `<think>` opens another thought only at the start of a line
 * outside a code fence; elsewhere it is text. Pieces keep every character but the tags, so that
 * reasoning + `</think>` + answer is what the model wrote. The cost of a push is that of its own text.
 */
export function createReasoningParser(first: ReplyPiece['kind']): ReasoningParser {
  let kind = first
  let held = ''
  const place = createPlace()

  function scan(data: string, isLast: boolean): readonly ReplyPiece[] {
    const pieces: ReplyPiece[] = []
    const emit = (text: string): void => {
      if (kind === 'answer') place.pass(text)
      const last = pieces.at(-1)
      if (last?.kind === kind) pieces[pieces.length - 1] = { kind, text: last.text + text }
      else if (text !== '') pieces.push({ kind, text })
    }
    let rest = data
    for (;;) {
      const tag = tags[kind]
      const at = rest.indexOf(tag)
      if (at === -1) break
      emit(rest.slice(0, at))
      if (kind === 'reasoning' || place.isLineStart()) {
        kind = kind === 'reasoning' ? 'answer' : 'reasoning'
        place.reset()
        pieces.push({ kind, text: '' })
        rest = rest.slice(at + tag.length)
      } else {
        emit(rest.slice(at, at + 1))
        rest = rest.slice(at + 1)
      }
    }
    const begun = isLast ? 0 : beginningOf(tags[kind], rest)
    emit(rest.slice(0, rest.length - begun))
    held = rest.slice(rest.length - begun)
    return pieces
  }

  return {
    push: (text) => scan(held + text, false),
    flush() {
      return scan(held, true)
    },
  }
}

/** How many characters at the end of the text are the beginning of the tag. */
function beginningOf(tag: string, text: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length -= 1)
    if (text.endsWith(tag.slice(0, length))) return length
  return 0
}

interface Place {
  pass(text: string): void
  isLineStart(): boolean
  reset(): void
}

/** Where in an answer one is: at the start of a line, inside a code fence. */
function createPlace(): Place {
  let line = ''
  let isFenced = false
  const endLine = (): void => {
    if (/^ {0,3}(```|~~~)/.test(line)) isFenced = !isFenced
    line = ''
  }
  return {
    pass(text) {
      const [first = '', ...more] = text.split('\n')
      // A line's first characters are enough to know a fence, and to know that it is not empty.
      line = (line + first).slice(0, 8)
      for (const next of more) {
        endLine()
        line = next.slice(0, 8)
      }
    },
    isLineStart: () => !isFenced && line.trim() === '',
    reset() {
      line = ''
      isFenced = false
    },
  }
}
