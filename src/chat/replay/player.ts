export const replaySpeeds = ['1', '2', '8'] as const
export type ReplaySpeed = (typeof replaySpeeds)[number]

/** Where a replay stands, and whether it moves. */
export interface Player {
  /** Milliseconds into the reply. */
  readonly position: number
  readonly isPlaying: boolean
  readonly speed: ReplaySpeed
}

/** A page in the background gets no frames: the replay waits for its reader. */
const longestFrameMs = 1000

/** The player after so many milliseconds of the reader's. It stops at the end. */
export function advance(player: Player, elapsedMs: number, durationMs: number): Player {
  if (!player.isPlaying) return player
  const passed = Math.min(elapsedMs, longestFrameMs) * Number(player.speed)
  const position = Math.min(durationMs, player.position + Math.max(0, passed))
  return { ...player, position, isPlaying: position < durationMs }
}

/** Play or pause; at the end, play it again. */
export function toggle(player: Player, durationMs: number): Player {
  if (player.isPlaying) return { ...player, isPlaying: false }
  const position = player.position >= durationMs ? 0 : player.position
  return { ...player, position, isPlaying: durationMs > 0 }
}
