import type { Entry } from './entry.ts'
import type { Found } from './rankEntries.ts'

/** What is shown of one place, and where it is. */
export interface Hit extends Pick<Entry, 'chatId' | 'message' | 'kind'> {
  readonly title: string
  readonly snippet: readonly SnippetPiece[]
}

export interface SnippetPiece {
  readonly text: string
  readonly isMatch: boolean
}

const shownHits = 30
const shownOfOneChat = 3
const before = 30
const after = 110

/** Places enough to look through; one long chat does not hide the others. */
export function pickFound(found: readonly Found[]): readonly Found[] {
  const perChat = new Map<string, number>()
  const picked: Found[] = []
  for (const one of found) {
    const { chatId } = one.entry
    const count = perChat.get(chatId) ?? 0
    if (count >= shownOfOneChat) continue
    perChat.set(chatId, count + 1)
    if (picked.push(one) === shownHits) break
  }
  return picked
}

/** The text around the first match, on one line, cut into what matches and what does not. */
export function cutSnippet(
  { entry: { text }, folded }: Found,
  terms: readonly string[],
): readonly SnippetPiece[] {
  const first = Math.min(...terms.map((term) => folded.indexOf(term)).filter((at) => at !== -1))
  const start = wordBefore(text, Math.max(0, first - before))
  const end = Math.min(text.length, first + after)
  const pieces: SnippetPiece[] = start > 0 ? [{ text: '…', isMatch: false }] : []
  const push = (from: number, to: number, isMatch: boolean): void => {
    if (to > from) pieces.push({ text: text.slice(from, to).replaceAll(/\s+/g, ' '), isMatch })
  }
  let at = start
  while (at < end) {
    const next = nextMatch(folded, terms, at)
    if (next === null || next.start >= end) break
    push(at, next.start, false)
    push(next.start, next.end, true)
    at = next.end
  }
  push(at, end, false)
  if (end < text.length) pieces.push({ text: '…', isMatch: false })
  return pieces
}

/** Back to where a word begins, unless that is far: some writing has no spaces. */
function wordBefore(text: string, at: number): number {
  if (at === 0) return 0
  const space = text.lastIndexOf(' ', at)
  return space > at - 15 ? space + 1 : at
}

function nextMatch(
  folded: string,
  terms: readonly string[],
  from: number,
): { readonly start: number; readonly end: number } | null {
  const found = terms
    .map((term) => ({ start: folded.indexOf(term, from), length: term.length }))
    .filter(({ start }) => start !== -1)
    .toSorted((a, b) => a.start - b.start || b.length - a.length)[0]
  return found === undefined ? null : { start: found.start, end: found.start + found.length }
}
