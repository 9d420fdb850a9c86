/** One segment of a reply: what stood when it began, and when its tokens came. */
export interface TimedSegment {
  /** Characters that no token had brought: a beginning, or words of the app's between two segments. */
  readonly given: number
  /** Characters that each token added to the reply's parts. */
  readonly characters: readonly number[]
  /** Whole milliseconds from token to token; the first counts from when the segment was asked for. */
  readonly ms: readonly number[]
}

/** When the tokens of a reply came. Pauses in which nobody asked for any are not in it. */
export type TurnTiming = readonly TimedSegment[]

/** What a turn tells of its tokens, as they come. */
export interface Growth {
  /** Characters that the reply's parts hold now. */
  readonly characters: number
  /** Milliseconds since the segment was asked for, one a token; null where a segment begins. */
  readonly at: readonly number[] | null
}

interface Draft {
  given: number
  readonly characters: number[]
  readonly ms: number[]
}

/**
 * A turn's timing, after that of what stood before. Tokens that came in one batch share its characters out
 * evenly: a batch is what came within a twentieth of a second.
 */
export function timingFrom(growth: readonly Growth[], before: TurnTiming = []): TurnTiming {
  const segments: Draft[] = before.map(({ given, characters, ms }) => ({
    given,
    characters: [...characters],
    ms: [...ms],
  }))
  let total = countCharacters(before)
  let last = 0
  for (const { characters, at } of growth) {
    // An answer that is begun anew has lost what it held: none of it is there to be played.
    if (characters < total) takeBack(segments, total - characters)
    const added = Math.max(0, characters - total)
    total = characters
    if (at === null) {
      segments.push({ given: added, characters: [], ms: [] })
      last = 0
      continue
    }
    const segment = segments.at(-1)
    if (segment === undefined) continue
    for (const [index, share] of shareOut(added, at.length).entries()) {
      const now = Math.max(last, Math.round(at[index] ?? last))
      segment.characters.push(share)
      segment.ms.push(now - last)
      last = now
    }
    if (at.length === 0) addToLast(segment, added)
  }
  return segments.filter(({ given, ms }) => given > 0 || ms.length > 0)
}

/** Whole numbers that add up to the total, as even as they can be. */
export const shareOut = (total: number, count: number): readonly number[] =>
  Array.from(
    { length: count },
    (_, at) => Math.round((total * (at + 1)) / count) - Math.round((total * at) / count),
  )

export const countCharacters = (timing: TurnTiming): number =>
  timing.reduce(
    (sum, { given, characters }) => characters.reduce((all, one) => all + one, sum + given),
    0,
  )

/** The rest of a reply that ends inside a character, or inside what might have become a tag. */
function addToLast(segment: Draft, added: number): void {
  const at = segment.characters.length - 1
  if (at < 0) segment.given += added
  else segment.characters[at] = (segment.characters[at] ?? 0) + added
}

function takeBack(segments: readonly Draft[], tooMany: number): void {
  let left = tooMany
  for (const segment of segments.toReversed()) {
    for (let at = segment.characters.length - 1; at >= 0 && left > 0; at -= 1) {
      const taken = Math.min(left, segment.characters[at] ?? 0)
      segment.characters[at] = (segment.characters[at] ?? 0) - taken
      left -= taken
    }
    const taken = Math.min(left, segment.given)
    segment.given -= taken
    left -= taken
  }
}
