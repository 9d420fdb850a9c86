import type { TokenChances } from '../engine/engine.ts'
import { runInSlices } from '../lib/inSlices.ts'
import type { Lens } from '../reasoning/lens/lens.ts'
import { createTokenReader, type TokenReader } from '../reasoning/lens/readTokens.ts'
import type { ReplyPiece } from '../reasoning/reasoningParser.ts'
import { makingLensRecord, readLensRecord } from './lensRecord.ts'
import type { LensStore } from './lensStore.ts'
import type { Answer, Part } from './message.ts'

/** Keeps the probabilities of one turn, over all its segments. */
export interface LensRecorder {
  /** A segment goes on from these parts; `held` characters at their end come once more. */
  begin(parts: readonly Part[], held: number, first: Part['kind']): void
  push(text: string, ids: readonly number[], chances: readonly TokenChances[]): void
  take(pieces: readonly ReplyPiece[]): void
  show(): void
  /** The turn ended as this answer: what was read is kept, and is on screen until it is. */
  end(answer: Answer): Promise<void>
}

export function createLensRecorder(lenses: LensStore, { id }: Answer): LensRecorder {
  const stored = lenses.getState().records.get(id)
  let lens: Lens = (stored && readLensRecord(stored)) ?? []
  let reader: TokenReader | undefined
  const read = (): Lens => (lens = reader?.read() ?? lens)
  return {
    begin(parts, held, first) {
      reader = createTokenReader(read(), parts, held, first)
    },
    push: (text, ids, chances) =>
      reader?.push(
        text,
        chances.flatMap((drawn, index) => {
          const token = ids[index]
          return token === undefined ? [] : [{ ...drawn, id: token }]
        }),
      ),
    take: (pieces) => reader?.take(pieces),
    show: () => lenses.show(id, read()),
    async end(answer) {
      try {
        if (read().some(({ count }) => count > 0))
          lenses.keep(await runInSlices(makingLensRecord(answer, lens)))
      } finally {
        lenses.show(id, null)
      }
    },
  }
}
