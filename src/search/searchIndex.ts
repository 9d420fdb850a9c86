import type { Entry } from './entry.ts'
import { foldText, termsOf } from './foldText.ts'
import { rankEntries, type Found } from './rankEntries.ts'
import { cutTokens, piecesOf } from './tokens.ts'
import { createVocabulary } from './vocabulary.ts'

/** All texts of all chats, found by what stands in them. */
export interface SearchIndex {
  /** The entries of a record, in place of those it had; none if it is gone. */
  put(record: string, entries: readonly Entry[]): void
  /** Every entry that holds every term of the query, in no order. */
  match(query: string): readonly Found[]
  /** The best of `match`. */
  search(query: string, now: number): readonly Found[]
}

/** `isShown` says whether an entry is there for the person: a chat in the bin is not. */
export function createSearchIndex(isShown: (entry: Entry) => boolean = () => true): SearchIndex {
  let vocabulary = createVocabulary()
  let texts: (Found | undefined)[] = []
  let numbers = new Map<string, readonly number[]>()
  let gone = 0

  function add(found: Found): number {
    const number = texts.push(found) - 1
    for (const token of cutTokens(found.folded)) vocabulary.add(token, number)
    return number
  }

  /** Lets go of what stands for nothing any more, once it is the larger half. */
  function tidy(): void {
    if (gone < 1_000 || gone < texts.length / 2) return
    const kept = [...numbers].map(
      ([record, old]) => [record, old.flatMap((number) => texts[number] ?? [])] as const,
    )
    vocabulary = createVocabulary()
    texts = []
    gone = 0
    numbers = new Map(kept.map(([record, found]) => [record, found.map(add)]))
  }

  /** Texts that may hold every term; the words alone cannot tell for certain. */
  function candidates(terms: readonly string[]): readonly (Found | undefined)[] {
    const reached = new Uint16Array(texts.length)
    let steps = 0
    for (const piece of terms.flatMap(piecesOf).slice(0, 1_000)) {
      const lists = vocabulary.find(piece)
      if (lists === null) continue
      for (const list of lists)
        for (const number of list) if (reached[number] === steps) reached[number] = steps + 1
      steps += 1
    }
    return texts.filter((_, number) => reached[number] === steps)
  }

  function match(query: string): readonly Found[] {
    const terms = termsOf(query)
    if (terms.length === 0) return []
    return candidates(terms).filter(
      (found): found is Found =>
        found !== undefined &&
        terms.every((term) => found.folded.includes(term)) &&
        isShown(found.entry),
    )
  }

  return {
    put(record, entries) {
      const old = numbers.get(record) ?? []
      for (const number of old) texts[number] = undefined
      gone += old.length
      if (entries.length === 0) numbers.delete(record)
      else
        numbers.set(
          record,
          entries.map((entry) => add({ entry, folded: foldText(entry.text) })),
        )
      tidy()
    },
    match,
    search: (query, now) => rankEntries(match(query), termsOf(query), now),
  }
}
