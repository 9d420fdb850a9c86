import { findTemplate } from '../engine/template/findTemplate.ts'
import { createReasoningParser, type ReplyPiece } from '../reasoning/reasoningParser.ts'
import { createTurnMeter } from '../stats/turnMeter.ts'
import type { TokenChances } from '../engine/engine.ts'
import { appendPieces } from './appendPieces.ts'
import type { LensRecorder } from './lensRecorder.ts'
import type { Answer, Part } from './message.ts'

/** A reply while it is read from the engine: text to parts, token times to figures. */
export interface ReplyReader {
  /** How many tokens the segment's prompt has. */
  startPrompt(tokens: number): void
  push(text: string, at: readonly number[], drawn?: DrawnTokens): void
  endSegment(usage: { readonly promptTokens: number; readonly prefillMs: number }): void
  /** What was held back as the beginning of a tag was none. */
  flush(): void
  /** The answer as it stands; the same object until something is pushed. */
  read(): Answer
  kind(): Part['kind']
}

/** Ids and probabilities of the tokens of a text, if they were asked for. */
export interface DrawnTokens {
  readonly ids: readonly number[]
  readonly chances?: readonly TokenChances[] | undefined
}

/** Reads on from where the answer stands; what a reply begins with is its template's to say. */
export function createReplyReader(begun: Answer, lens?: LensRecorder): ReplyReader {
  const meter = createTurnMeter(begun.figures)
  const { firstPart } = findTemplate(begun.template)
  // A thought without text is not in the prompt, so a model that opens its thought itself opens it again.
  const isBlank = begun.parts.every((part) => part.kind === 'reasoning' && part.text === '')
  const last = isBlank ? undefined : begun.parts.at(-1)
  const parser = createReasoningParser(last?.kind ?? firstPart)
  let answer =
    last === undefined ? begun : { ...begun, parts: reread(begun.parts, last, parser.push) }
  const held = (last?.text.length ?? 0) - (answer.parts.at(-1)?.text.length ?? 0)
  lens?.begin(isBlank ? [] : answer.parts, held, last?.kind ?? firstPart)
  let kind = last?.kind ?? firstPart
  let hasTokens = begun.figures !== null

  function take(pieces: readonly ReplyPiece[], at: readonly number[]): void {
    const length = pieces.reduce((sum, { text }) => sum + text.length, 0)
    let seen = 0
    let counted = 0
    // A batch that holds the thought's end and the answer's start shares its tokens out by their text.
    for (const piece of pieces) {
      kind = piece.kind
      seen += piece.text.length
      const upTo = length === 0 ? 0 : Math.round((at.length * seen) / length)
      meter.add(kind, at.slice(counted, upTo))
      counted = upTo
    }
    meter.add(kind, at.slice(counted))
    hasTokens ||= at.length > 0
    lens?.take(pieces)
    const figures = hasTokens ? meter.read() : null
    answer = { ...answer, parts: appendPieces(answer.parts, pieces), figures }
  }

  return {
    startPrompt: meter.startPrompt,
    push(text, at, drawn) {
      lens?.push(text, drawn?.ids ?? [], drawn?.chances ?? [])
      take(parser.push(text), at)
    },
    endSegment(usage) {
      if (!hasTokens) return
      meter.endSegment(usage)
      answer = { ...answer, figures: meter.read() }
    },
    flush: () => take(parser.flush(), []),
    read: () => answer,
    kind: () => kind,
  }
}

/**
 * The parser is shown the last part again, so that it knows where in it it stands. A tail that may be the
 * beginning of a tag is held back once more: it comes again with what follows it.
 */
function reread(
  parts: readonly Part[],
  last: Part,
  push: (text: string) => readonly ReplyPiece[],
): readonly Part[] {
  const pieces = push(last.text)
  if (pieces.some(({ kind }) => kind !== last.kind)) return parts
  return [...parts.slice(0, -1), { ...last, text: pieces.map(({ text }) => text).join('') }]
}
