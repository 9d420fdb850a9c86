/** Every token that stands in some text, and which texts those are. */
export interface Vocabulary {
  add(token: string, text: number): void
  /** The texts of each token that holds this piece; null if so many do that asking is no use. */
  find(piece: string): readonly (readonly number[])[] | null
}

/** More tokens than this hold a piece that stands in nearly every text, such as a single letter. */
const most = 5_000

/** All tokens stand in one string, which the engine searches faster than any tree that we could build. */
export function createVocabulary(): Vocabulary {
  const numbers = new Map<string, number>()
  const texts: number[][] = []
  const starts: number[] = []
  let all = ''

  function numberOf(token: string): number {
    const known = numbers.get(token)
    if (known !== undefined) return known
    starts.push(all.length)
    // No token holds a line break, so no piece is found across two of them.
    all += `${token}\n`
    return numbers.set(token, texts.push([]) - 1).size - 1
  }

  /** The token that stands at this place. */
  function tokenAt(place: number): number {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= place) low = middle
      else high = middle - 1
    }
    return low
  }

  return {
    add: (token, text) => void texts[numberOf(token)]?.push(text),

    find(piece) {
      const found: (readonly number[])[] = []
      for (let at = all.indexOf(piece); at !== -1;) {
        const token = tokenAt(at)
        found.push(texts[token] ?? [])
        if (found.length > most) return null
        at = all.indexOf(piece, starts[token + 1] ?? all.length)
      }
      return found
    },
  }
}
