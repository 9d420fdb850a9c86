import { showInvisible } from '../../lib/showInvisible.ts'

/** A place where the words stand, in the line as it is shown. */
export interface Found {
  readonly line: number
  readonly from: number
  readonly to: number
}

/** Finds words in a text that grows, in any case, within lines; costs what was added and the last line. */
export function createThoughtSearch(words: string): (text: string) => readonly Found[] {
  const pattern =
    words.trim() === ''
      ? undefined
      : new RegExp(words.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'gi')
  let known = ''
  let whole: Found[] = []
  let line = 0
  let from = 0

  const findIn = (text: string): Found[] =>
    pattern === undefined
      ? []
      : [...showInvisible(text).matchAll(pattern)].map(({ 0: hit, index }) => ({
          line,
          from: index,
          to: index + hit.length,
        }))

  return (text) => {
    if (pattern === undefined) return []
    if (!text.startsWith(known.slice(0, from))) {
      whole = []
      line = 0
      from = 0
    }
    for (;;) {
      const end = text.indexOf('\n', from)
      if (end === -1) break
      for (const found of findIn(text.slice(from, end))) whole.push(found)
      line += 1
      from = end + 1
    }
    known = text
    return [...whole, ...findIn(text.slice(from))]
  }
}
