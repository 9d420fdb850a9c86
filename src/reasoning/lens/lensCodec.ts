import { runAtOnce } from '../../lib/inSlices.ts'
import type { LensAlternative, LensPart, LensToken } from './lens.ts'

/** A part's tokens as bytes, and the texts that they point at: some 30 bytes a token. */
export interface PackedLens {
  /** Alternatives' ids and texts, each once. */
  readonly words: readonly (readonly [id: number, text: string])[]
  readonly parts: readonly { readonly kind: LensPart['kind']; readonly bytes: Uint8Array }[]
}

/** Rounded down, so that what sums to 1 at most does so still. */
const chanceSteps = 65_535
/** More than any vocabulary's bits (18 for 262,144 words). */
const mostBits = 20

/** Work of under a millisecond. */
const tokensPerStep = 256

/** Tokens to bytes. Probabilities keep four digits after the point. */
export const packLens = (lens: readonly LensPart[]): PackedLens => runAtOnce(packingLens(lens))

/** The same, in steps. */
export function* packingLens(lens: readonly LensPart[]): Generator<void, PackedLens> {
  const words: (readonly [number, string])[] = []
  // By id, and then by text: one token can add different texts, and a joined key would be made for each.
  const places = new Map<number, Map<string, number>>()
  const placeOf = ({ id, text }: LensAlternative): number => {
    const texts = places.get(id) ?? new Map<string, number>()
    const known = texts.get(text)
    if (known !== undefined) return known
    places.set(id, texts.set(text, words.length))
    return words.push([id, text]) - 1
  }
  const parts: { kind: LensPart['kind']; bytes: Uint8Array }[] = []
  for (const { kind, tokens, count } of lens) {
    const { byte, number, share, bytes } = createByteWriter()
    let end = 0
    for (const [index, token] of tokens.slice(0, count).entries()) {
      if (index % tokensPerStep === tokensPerStep - 1) yield
      const { at, length, ids, likeliest } = token
      number(at - end)
      number(length)
      number(ids.length)
      for (const id of ids) number(id)
      share(token.chance)
      share(token.entropy / mostBits)
      byte(likeliest.length)
      for (const one of likeliest) {
        number(placeOf(one))
        share(one.chance)
      }
      end = at + length
    }
    parts.push({ kind, bytes: bytes() })
  }
  return { words, parts }
}

/** Bytes back to tokens; undefined if they are none. */
export function unpackLens({ words, parts }: PackedLens): readonly LensPart[] | undefined {
  const lens: LensPart[] = []
  for (const { kind, bytes } of parts) {
    const tokens = readTokens(bytes, words)
    if (tokens === undefined) return undefined
    lens.push({ kind, tokens, count: tokens.length })
  }
  return lens
}

function readTokens(bytes: Uint8Array, words: PackedLens['words']): LensToken[] | undefined {
  const { byte, number, share, isCut, isEnd } = createByteReader(bytes)
  const tokens: LensToken[] = []
  let end = 0
  while (!isEnd()) {
    const at = end + number()
    const length = number()
    const ids: number[] = []
    for (let left = number(); left > 0 && !isCut(); left -= 1) ids.push(number())
    const chance = share()
    const entropy = share() * mostBits
    const likeliest: LensAlternative[] = []
    for (let left = byte(); left > 0 && !isCut(); left -= 1) {
      const [id, text] = words[number()] ?? []
      if (id === undefined || text === undefined) return undefined
      likeliest.push({ id, text, chance: share() })
    }
    tokens.push({ at, length, ids, chance, entropy, likeliest })
    end = at + length
  }
  return isCut() ? undefined : tokens
}

function createByteReader(bytes: Uint8Array) {
  let place = 0
  const byte = (): number => bytes[place++] ?? 0
  return {
    byte,
    /** More was asked for than there is. */
    isCut: () => place > bytes.length,
    isEnd: () => place >= bytes.length,
    number(): number {
      let value = 0
      for (let weight = 1; weight < 2 ** 49; weight *= 128) {
        const next = byte()
        value += (next & 127) * weight
        if (next < 128) break
      }
      return value
    },
    share: () => (byte() * 256 + byte()) / chanceSteps,
  }
}

function createByteWriter() {
  let room = new Uint8Array(4096)
  let size = 0
  function byte(value: number): void {
    if (size === room.length) {
      const wider = new Uint8Array(2 * size)
      wider.set(room)
      room = wider
    }
    room[size] = value
    size += 1
  }
  return {
    byte,
    number(value: number): void {
      let rest = value
      for (; rest > 127; rest = Math.floor(rest / 128)) byte((rest % 128) + 128)
      byte(rest)
    },
    share(part: number): void {
      const steps = Math.floor(Math.max(0, Math.min(1, part)) * chanceSteps)
      byte(steps >> 8)
      byte(steps & 255)
    },
    bytes: () => room.slice(0, size),
  }
}
