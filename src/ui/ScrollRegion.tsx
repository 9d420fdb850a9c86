import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'

interface ScrollRegionProps {
  /** What is in it, for those who come by key. */
  readonly label: string
  readonly className: string | undefined
  /** Where only words may stand, as inside a paragraph. */
  readonly inline?: boolean
  readonly children: ReactNode
}

/** A box that scrolls sideways: while it is wider than its place, keys can reach it, and it has a name. */
export function ScrollRegion(props: ScrollRegionProps): ReactNode {
  const { label, className, inline = false, children } = props
  const [box, setBox] = useState<HTMLElement | null>(null)
  const [isWide, setIsWide] = useState(false)
  useEffect(() => {
    if (box === null) return undefined
    const measure = (): void => setIsWide(box.scrollWidth > box.clientWidth)
    const observer = new ResizeObserver(measure)
    observer.observe(box)
    if (box.firstElementChild !== null) observer.observe(box.firstElementChild)
    return () => observer.disconnect()
  }, [box])
  const Box = inline ? 'span' : 'div'
  const reachable = isWide ? ({ role: 'region', 'aria-label': label, tabIndex: 0 } as const) : {}
  return (
    <Box className={className} ref={setBox} {...reachable}>
      {children}
    </Box>
  )
}
