import type { Entry } from './entry.ts'

/** An entry with its text as it is compared. */
export interface Found {
  readonly entry: Entry
  readonly folded: string
}

const weights: Record<Entry['kind'], number> = { title: 40, question: 30, answer: 20, thought: 10 }
const dayMs = 86_400_000

/** The best first: titles, questions, answers, thoughts; then whole phrases, beginnings of words, and what is new. */
export function rankEntries(
  found: readonly Found[],
  terms: readonly string[],
  now: number,
): readonly Found[] {
  const phrase = terms.join(' ')
  const first = terms[0] ?? ''
  const scored = found.map((one) => ({ one, score: score(one, phrase, first, now) }))
  scored.sort((a, b) => b.score - a.score || b.one.entry.at - a.one.entry.at)
  return scored.map(({ one }) => one)
}

function score({ entry, folded }: Found, phrase: string, first: string, now: number): number {
  const days = Math.max(0, now - entry.at) / dayMs
  const at = folded.indexOf(first)
  const beginsWord = at === 0 || /[^\p{L}\p{N}]/u.test(folded.charAt(at - 1))
  return (
    weights[entry.kind] +
    (phrase !== first && folded.includes(phrase) ? 4 : 0) +
    (beginsWord ? 2 : 0) +
    3 / (1 + days / 30)
  )
}
