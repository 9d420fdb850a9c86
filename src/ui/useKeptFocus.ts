import type { RefObject } from 'react'
import { useEffect, useLayoutEffect, useRef } from 'react'

/** Where the focus was when its element went away. */
export interface LostFocus {
  /** What the element was called. */
  readonly name: string
  /** The `data-place` around it: the same for whatever comes to stand there. */
  readonly place: string | null
}

interface Focused extends LostFocus {
  readonly element: Element
}

/**
 * Gives the focus a new home when the element that had it is taken away or disabled: the browser would drop
 * it on the page, and a person at the keyboard would begin again at its top. `findHome` is asked after the
 * change is on screen; without an answer nothing is done.
 */
export function useKeptFocus(
  box: RefObject<HTMLElement | null>,
  findHome: (lost: LostFocus) => HTMLElement | null | undefined,
): void {
  const last = useRef<Focused | null>(null)
  useEffect(() => {
    const remember = ({ target }: FocusEvent): void => {
      last.current =
        target instanceof Element && box.current?.contains(target) === true
          ? describe(target)
          : null
    }
    document.addEventListener('focusin', remember)
    return () => document.removeEventListener('focusin', remember)
  }, [box])
  // After every change, as any of them may have taken the element away.
  useLayoutEffect(() => {
    const lost = last.current
    if (lost === null || (lost.element.isConnected && !lost.element.matches(':disabled'))) return
    last.current = null
    // Somebody has given it a home already.
    const active = document.activeElement
    if (active !== null && active !== document.body && active !== lost.element) return
    const home = findHome(lost)
    home?.focus({ preventScroll: true })
    // A reader who scrolled away is left there when something else ends; their own press is followed.
    if (lost.place !== null) home?.scrollIntoView({ block: 'nearest' })
  })
}

const describe = (element: Element): Focused => ({
  element,
  name: element.getAttribute('aria-label') ?? element.textContent ?? '',
  place: element.closest('[data-place]')?.getAttribute('data-place') ?? null,
})
