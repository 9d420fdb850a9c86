/** A reply that has earlier turns above it gets this much room, or those turns are too many. */
export const leastRoom = 256

/** The answer gets this many tokens, or a quarter of what is left if that is less. */
const answerReserve = 256
/** With less than this left there is nothing to share out. */
const leastToShare = 64

/** How many of `room` tokens are kept from the thought, for the answer. */
export const reserveOf = (room: number): number =>
  room < leastToShare ? 0 : Math.min(answerReserve, Math.floor(room / 4))

/**
 * Tokens that a thought may still have in `room` before the rest is its answer's. `written` are those that it
 * has: its answer keeps its share of all the room that the reply had, in however many segments it thinks.
 */
export function mostThought(room: number, written: number): number {
  const reserve = reserveOf(room + written)
  return reserve === 0 ? Infinity : Math.max(1, room - reserve)
}
