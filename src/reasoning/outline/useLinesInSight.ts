import type { RefObject } from 'react'
import { useEffect, useState } from 'react'

import { linesInSight } from './linePlaces.ts'

interface Sight {
  readonly first: number
  readonly last: number
}

interface LinesInSight {
  readonly sight: Sight
  /** At once, where something has just been scrolled. */
  readonly lookAgain: () => Sight
}

/** The lines that are in sight, measured at most once a frame, after scrolling. */
export function useLinesInSight(
  box: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
): LinesInSight {
  const [sight, setSight] = useState<Sight>({ first: 0, last: 0 })
  useEffect(() => {
    const scroller = box.current
    const grower = content.current
    if (scroller === null || grower === null) return undefined
    let frame = 0
    const measure = (): void => {
      frame = 0
      const next = linesInSight(scroller, grower)
      setSight((last) => keepSame(last, next))
    }
    const ask = (): void => {
      if (frame === 0) frame = requestAnimationFrame(measure)
    }
    ask()
    scroller.addEventListener('scroll', ask, { passive: true })
    const observer = new ResizeObserver(ask)
    observer.observe(scroller)
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
      scroller.removeEventListener('scroll', ask)
    }
  }, [box, content])
  function lookAgain(): Sight {
    if (box.current === null || content.current === null) return sight
    const next = linesInSight(box.current, content.current)
    setSight((last) => keepSame(last, next))
    return next
  }
  return { sight, lookAgain }
}

const keepSame = (last: Sight, next: Sight): Sight =>
  last.first === next.first && last.last === next.last ? last : next
