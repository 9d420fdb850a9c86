/** A reply that has earlier turns above it gets this much room, or those turns are too many. */
export const leastRoom = 256

/** The answer gets this many tokens, or a quarter of what is left if that is less. */
const answerReserve = 256
/** With less than this left there is nothing to share out. */
const leastToShare = 64

/** How many of `room` tokens are kept from the thought, for the answer. */
export const reserveOf = (room: number): number =>
  room < leastToShare ? 0 : Math.min(answerReserve, Math.floor(room / 4))
