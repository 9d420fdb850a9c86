import type { RefObject } from 'react'
import { useEffect, useState } from 'react'

import { tokensIn } from './lensPlaces.ts'
import { findReadingPlace, linesInSight, returnToPlace, type ReadingPlace } from './linePlaces.ts'

interface Sight {
  readonly first: number
  readonly last: number
}

const settlingFrames = 4
/** After scrolling, before the place that is read is looked for. */
const restMs = 100
/** Tokens are dearer to measure than lines. */
const tokensEveryMs = 100

interface LinesInSight {
  readonly sight: Sight
  /** At once, where something has just been scrolled. */
  readonly lookAgain: () => Sight
}

/** The lines that are in sight, measured at most once a frame, after scrolling; whoever reads stays there. */
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
    let wait: ReturnType<typeof setTimeout> | undefined
    let rest: ReturnType<typeof setTimeout> | undefined
    let measuredAt = -Infinity
    let drawn = grower.firstElementChild
    let place: ReadingPlace | null = null
    // Back and forth without a scroll between is to the same place, to the pixel.
    let kept: { readonly place: ReadingPlace | null; readonly top: number } | undefined
    const measure = (): void => {
      frame = 0
      wait = undefined
      measuredAt = performance.now()
      const next = linesInSight(scroller, grower)
      setSight((last) => keepSame(last, next))
      // While a thought is followed nobody is anywhere in it.
      place = null
      clearTimeout(rest)
      rest = setTimeout(() => {
        place = kept?.top === scroller.scrollTop ? kept.place : findReadingPlace(scroller, grower)
      }, restMs)
    }
    /** Again in the next frames: what comes near only then has its height. */
    const settle = (left: number): void => {
      if (place !== null) returnToPlace(scroller, grower, place)
      kept = { place, top: scroller.scrollTop }
      frame = requestAnimationFrame(left === 0 ? measure : () => settle(left - 1))
    }
    const ask = (): void => {
      if (frame !== 0 || wait !== undefined) return
      const pause = tokensIn(grower) === null ? 0 : measuredAt + tokensEveryMs - performance.now()
      const inFrame = (): void => {
        frame = requestAnimationFrame(measure)
      }
      if (pause > 0) wait = setTimeout(inFrame, pause)
      else inFrame()
    }
    ask()
    scroller.addEventListener('scroll', ask, { passive: true })
    const observer = new ResizeObserver(ask)
    observer.observe(scroller)
    // As lines or as tokens: the words that are read stay where they are when they are drawn anew.
    const redrawing = new MutationObserver(() => {
      if (grower.firstElementChild === drawn) return
      drawn = grower.firstElementChild
      cancelAnimationFrame(frame)
      clearTimeout(wait)
      settle(settlingFrames)
    })
    redrawing.observe(grower, { childList: true })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(wait)
      clearTimeout(rest)
      observer.disconnect()
      redrawing.disconnect()
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
