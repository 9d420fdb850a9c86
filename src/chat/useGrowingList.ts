import { useCallback, useState } from 'react'

/** More than the tallest screen shows. */
const atFirst = 60
const step = 120

interface GrowingList {
  /** How many of the list are drawn. */
  readonly drawn: number
  /** For what stands after them: once it is nearly in sight there are more. */
  readonly end: (element: HTMLElement | null) => (() => void) | undefined
}

/** Draws the beginning of a long list, and more of it as somebody scrolls or tabs towards its end. */
export function useGrowingList(): GrowingList {
  const [drawn, setDrawn] = useState(atFirst)
  const end = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setDrawn((count) => count + step)
      },
      { root: element.parentElement, rootMargin: '600px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { drawn, end }
}
