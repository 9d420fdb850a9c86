import type { RefObject } from 'react'
import { useEffect } from 'react'

const near = 12

/** Keeps a scrolling box at its end while its content grows, until the reader scrolls up in it, which is told. */
export function useFollowEnd(
  box: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  isActive: boolean,
  onFollow: (follows: boolean) => void,
): void {
  useEffect(() => {
    const scroller = box.current
    const grower = content.current
    if (!isActive || scroller === null || grower === null) return undefined
    let sticks = true
    onFollow(true)
    let lastTop = scroller.scrollTop
    const onScroll = (): void => {
      const left = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop
      const before = sticks
      if (left <= near) sticks = true
      else if (scroller.scrollTop < lastTop) sticks = false
      lastTop = scroller.scrollTop
      if (sticks !== before) onFollow(sticks)
    }
    const observer = new ResizeObserver(() => {
      if (!sticks) return
      scroller.scrollTop = scroller.scrollHeight
      // Known at once: the event of this movement may come after a reader's own.
      lastTop = scroller.scrollTop
    })
    observer.observe(grower)
    scroller.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      scroller.removeEventListener('scroll', onScroll)
    }
  }, [box, content, isActive, onFollow])
}
