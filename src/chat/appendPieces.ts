import type { Part } from './message.ts'

interface Piece {
  readonly kind: Part['kind']
  readonly text: string
}

/** A reply's parts with these pieces at their end; a piece of another kind begins a new part. */
export function appendPieces(parts: readonly Part[], pieces: readonly Piece[]): readonly Part[] {
  if (pieces.length === 0) return parts
  const next = [...parts]
  for (const { kind, text } of pieces) {
    const last = next.at(-1)
    if (last?.kind === kind) next[next.length - 1] = { ...last, text: last.text + text }
    else next.push({ kind, text, marks: [] })
  }
  return next
}
