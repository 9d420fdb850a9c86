import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'

import { describeLiveThought } from './describeThought.ts'

interface LiveThoughtTimeProps {
  readonly tokens: number
  /** Milliseconds of the thought so far, as its tokens tell them. */
  readonly ms: number
  readonly since: number | undefined
}

/** With nothing drawn for so long, the clock draws: tokens draw it along with themselves. */
const quietMs = 500

/** How long a growing thought has taken, and its tokens. */
export function LiveThoughtTime({ tokens, ms, since }: LiveThoughtTimeProps): ReactNode {
  const [now, setNow] = useState(-Infinity)
  // After each drawing anew: while tokens come the clock asks for no frame of its own.
  useEffect(() => {
    if (since === undefined) return undefined
    const timer = setTimeout(() => setNow(Date.now()), quietMs)
    return () => clearTimeout(timer)
  })
  return describeLiveThought(Math.max(ms, now - (since ?? Infinity)), tokens)
}
