import { useEffect, useState } from 'react'

import { advance, toggle, type Player, type ReplaySpeed } from './player.ts'

interface PlayerControls extends Player {
  readonly onToggle: () => void
  readonly onSeek: (ms: number) => void
  readonly onSpeed: (speed: ReplaySpeed) => void
}

/** A player that runs with the screen's frames, from the moment that it is shown. */
export function usePlayer(durationMs: number): PlayerControls {
  const [player, setPlayer] = useState<Player>({ position: 0, isPlaying: true, speed: '1' })
  const { isPlaying } = player
  useEffect(() => {
    if (!isPlaying) return undefined
    let before = performance.now()
    let frame = 0
    const run = (): void => {
      const now = performance.now()
      const elapsed = now - before
      before = now
      setPlayer((current) => advance(current, elapsed, durationMs))
      frame = requestAnimationFrame(run)
    }
    frame = requestAnimationFrame(run)
    return () => cancelAnimationFrame(frame)
  }, [isPlaying, durationMs])
  return {
    ...player,
    onToggle: () => setPlayer((current) => toggle(current, durationMs)),
    onSeek: (position) => setPlayer((current) => ({ ...current, position })),
    onSpeed: (speed) => setPlayer((current) => ({ ...current, speed })),
  }
}
