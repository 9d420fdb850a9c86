const space = 0
const letters = 1
const withoutSpaces = 2
const symbols = 3

/** Writing that puts no spaces between words; halves of rarer signs are counted with it. */
const scripts = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Cs}]/u

/** What kind of sign each code unit is, found once: asked for every sign of every text. */
const kinds = Uint8Array.from({ length: 0x1_00_00 }, (_, code) => {
  const sign = String.fromCharCode(code)
  if (/\s/.test(sign)) return space
  if (scripts.test(sign)) return withoutSpaces
  return /[\p{L}\p{N}\p{M}_]/u.test(sign) ? letters : symbols
})

/** Longer runs (keys, links, lines of dashes) are cut into pieces of this length that overlap by half. */
const longest = 64
const overlap = longest / 2

/** Every token of a folded text: words, runs of symbols, and pairs of signs where words have no spaces. */
export function cutTokens(text: string): ReadonlySet<string> {
  const tokens = new Set<string>()
  eachRun(text, (run, kind) => {
    if (kind === withoutSpaces) for (const pair of pairsOf(run)) tokens.add(pair)
    else if (run.length <= longest) tokens.add(run)
    else
      for (let at = 0; at + overlap < run.length; at += overlap)
        tokens.add(run.slice(at, at + longest))
  })
  return tokens
}

/** Pieces of a term: a text that holds the term has, for each piece, a token that holds the piece. */
export function piecesOf(term: string): readonly string[] {
  const pieces: string[] = []
  eachRun(term, (run, kind) => {
    if (kind === withoutSpaces) pieces.push(...pairsOf(run))
    else pieces.push(run.slice(0, overlap))
  })
  return pieces
}

function eachRun(text: string, take: (run: string, kind: number) => void): void {
  let start = 0
  for (let at = 1; at <= text.length; at += 1) {
    const kind = kinds[text.charCodeAt(start)] ?? space
    if (at < text.length && kinds[text.charCodeAt(at)] === kind) continue
    if (kind !== space) take(text.slice(start, at), kind)
    start = at
  }
}

const pairsOf = (run: string): readonly string[] =>
  run.length < 2 ? [run] : Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2))
