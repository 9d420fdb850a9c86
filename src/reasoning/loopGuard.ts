export interface LoopGuard {
  /** Whether the text goes round in circles, now that this has been added to it. */
  push(added: string): boolean
}

/**
 * Notices a text that repeats itself: a word, a sentence or a paragraph to the letter, or lines in which only
 * the numbers change. A unit (a word, a number, a sign, a Chinese character) costs the same however long the
 * text is. It says so once a repetition is longer than honest thoughts have been found to repeat themselves,
 * and stops saying so when the text moves on.
 */
export function createLoopGuard(): LoopGuard {
  const exact = createRepeats(exactLimit)
  const numbered = createRepeats(numberedLimit)
  let begun = ''

  function take(unit: string): void {
    exact.push(unit)
    numbered.push(/^\d/.test(unit) ? '0' : unit)
  }

  return {
    push(added) {
      const text = begun + added
      let end = 0
      for (const { 0: unit, index } of text.matchAll(unitPattern)) {
        // A word or a number at the end may still grow.
        if (index + unit.length === text.length && growing.test(unit) && unit.length < longestUnit)
          break
        take(unit)
        end = index + unit.length
      }
      begun = text.slice(end).trimStart()
      return exact.isLong() || numbered.isLong()
    },
  }
}

const unitPattern = /\d+|(?!\p{Script=Han})\p{L}+|\S/gu
const growing = /^(?:\d+|(?!\p{Script=Han})\p{L}+)$/u
/** A "word" that never ends is cut, so that it is looked at too. */
const longestUnit = 40

/** Periods of a repetition that are looked for, in units. */
const longestPeriod = 256
/** So many units in a row that have come before begin a repetition. */
const gram = 6

/** Two more copies of something short; of something long, more than a thought quotes from its question. */
const exactLimit = (period: number): number => Math.max(48, Math.min(2 * period, 120))

/** Sums are worked digit by digit in the same words, so that there must be more of them. */
const numberedLimit = (period: number): number => Math.max(72, Math.min(8 * period, 140))

interface Repeats {
  push(unit: string): void
  isLong(): boolean
}

/** How many of the last units are the same as those one period before them. */
function createRepeats(limit: (period: number) => number): Repeats {
  const past: string[] = []
  const lastAt = new Map<string, number>()
  let count = 0
  let period = 0
  let run = 0

  const unitBefore = (distance: number): string | undefined =>
    past[(count - distance) % longestPeriod]

  return {
    push(unit) {
      if (period > 0 && unitBefore(period) === unit) run += 1
      else period = 0
      past[count % longestPeriod] = unit
      count += 1
      if (count < gram) return
      let name = ''
      for (let back = gram; back > 0; back -= 1) name += `${unitBefore(back)}\n`
      const before = lastAt.get(name)
      if (period === 0 && before !== undefined && count - before < longestPeriod) {
        period = count - before
        run = gram
      }
      // Again at the end of the order, where the oldest is at the front.
      lastAt.delete(name)
      lastAt.set(name, count)
      const [oldest] = lastAt
      if (oldest !== undefined && count - oldest[1] >= longestPeriod) lastAt.delete(oldest[0])
    },
    isLong: () => period > 0 && run >= limit(period),
  }
}
