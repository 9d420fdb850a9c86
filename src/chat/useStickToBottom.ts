import type { RefObject } from 'react'
import { useEffect, useRef } from 'react'

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
  useEffect(() => {
    const scroller = box.current
    const grower = content.current
    if (scroller === null || grower === null) return undefined
    let lastTop = scroller.scrollTop
    const onScroll = (): void => {
      const left = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop
      // Only a movement upwards lets go: growing content alone moves the end away, not the reader.
      if (left <= near) sticks.current = true
      else if (scroller.scrollTop < lastTop) sticks.current = false
      lastTop = scroller.scrollTop
    }
    const follow = (): void => {
      if (!sticks.current) return
      scroller.scrollTop = scroller.scrollHeight
      // Known at once: the event of this movement may come after a reader's own.
      lastTop = scroller.scrollTop
    }
    const observer = new ResizeObserver(follow)
    observer.observe(grower)
    observer.observe(scroller)
    scroller.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      scroller.removeEventListener('scroll', onScroll)
    }
  }, [box, content])
  return {
    stickNow: () => {
      sticks.current = true
      const scroller = box.current
      scroller?.scrollTo({ top: scroller.scrollHeight, behavior: 'instant' })
    },
  }
}
