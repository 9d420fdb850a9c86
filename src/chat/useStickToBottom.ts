import type { RefObject } from 'react'
import { useEffect, useRef } from 'react'

import { readingAway } from '../reasoning/readingAway.ts'

/** How near the end, in pixels, counts as being there: less than a line of text. */
const near = 24

/**
 * Keeps a scrolling box at its end while its content grows, unless the reader scrolled away; coming back
 * to the end takes hold again. Growing happens by content size, never by a timer.
 */
export function useStickToBottom(
  box: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
): { readonly stickNow: () => void } {
  const sticks = useRef(true)
  /** While a part of the content is read away from its own end: whether the box itself was at its end then. */
  const whileAway = useRef<boolean | null>(null)
  useEffect(() => {
    const scroller = box.current
    const grower = content.current
    if (scroller === null || grower === null) return undefined
    let lastTop = scroller.scrollTop
    const onScroll = (): void => {
      const left = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop
      // Only a movement upwards lets go: growing content alone moves the end away, not the reader.
      // A box that only shrank to its end under somebody who reads elsewhere has not been scrolled there.
      if (left <= near && (whileAway.current === null || scroller.scrollTop > lastTop)) {
        sticks.current = true
        whileAway.current = null
      } else if (scroller.scrollTop < lastTop) {
        sticks.current = false
        // Their own movement in the chat, and not that of a content that shrank under them.
        if (left > near && whileAway.current !== null) whileAway.current = false
      }
      lastTop = scroller.scrollTop
    }
    const follow = (): void => {
      if (!sticks.current) return
      scroller.scrollTop = scroller.scrollHeight
      // Known at once: the event of this movement may come after a reader's own.
      lastTop = scroller.scrollTop
    }
    const onAway = (event: Event): void => {
      const isAway = event instanceof CustomEvent && event.detail === true
      if (isAway) whileAway.current ??= sticks.current
      sticks.current = isAway ? false : (whileAway.current ?? sticks.current)
      if (isAway) return
      whileAway.current = null
      follow()
    }
    const observer = new ResizeObserver(follow)
    observer.observe(grower)
    observer.observe(scroller)
    scroller.addEventListener('scroll', onScroll, { passive: true })
    scroller.addEventListener(readingAway, onAway)
    return () => {
      observer.disconnect()
      scroller.removeEventListener('scroll', onScroll)
      scroller.removeEventListener(readingAway, onAway)
    }
  }, [box, content])
  return {
    stickNow: () => {
      sticks.current = true
      whileAway.current = null
      const scroller = box.current
      scroller?.scrollTo({ top: scroller.scrollHeight, behavior: 'instant' })
    },
  }
}
