import type { TokenChances } from '../engine.ts'

/** The numbers of one draw, without words. */
export interface DrawnToken {
  readonly chance: number
  /** Bits. */
  readonly entropy: number
  /** Ids and probabilities, the most probable first. */
  readonly likeliest: readonly (readonly [id: number, chance: number])[]
}

const most = 5
/** Less than this adds under a hundredth of a bit, also 152,064 times. */
const negligible = 1e-9

/** One pass over a distribution of the whole vocabulary: its five likeliest, and how undecided it is. */
export function readChances(chances: Float32Array, token: number): DrawnToken {
  const ids = new Int32Array(most).fill(-1)
  const best = new Float64Array(most)
  let nats = 0
  for (let id = 0; id < chances.length; id += 1) {
    const chance = chances[id] ?? 0
    if (chance < negligible) continue
    nats -= chance * Math.log(chance)
    if (chance <= (best[most - 1] ?? 0)) continue
    let at = most - 1
    for (; at > 0 && chance > (best[at - 1] ?? 0); at -= 1) {
      best[at] = best[at - 1] ?? 0
      ids[at] = ids[at - 1] ?? -1
    }
    best[at] = chance
    ids[at] = id
  }
  const likeliest = [...ids].flatMap((id, at) =>
    id === -1 ? [] : [[id, Math.min(1, best[at] ?? 0)] as const],
  )
  return {
    chance: Math.min(1, chances[token] ?? 0),
    entropy: Math.max(0, nats / Math.LN2),
    likeliest,
  }
}

/** A draw with the texts that its likeliest tokens would have added here. */
export const tellChances = (
  { chance, entropy, likeliest }: DrawnToken,
  textOf: (id: number) => string,
): Omit<TokenChances, 'length'> => ({
  chance,
  entropy,
  likeliest: likeliest.map(([id, of]) => ({ id, text: textOf(id), chance: of })),
})
