import type { RefObject } from 'react'
import { useCallback, useEffect, useRef, useState } from 'react'

import { useIsNarrow } from './useIsNarrow.ts'

interface Folding {
  readonly isNarrow: boolean
  readonly isFolded: boolean
  readonly setIsFolded: (isFolded: boolean) => void
}

/** Whether the chats are folded away. A screen that turns narrow or wide decides once; then the person does. */
export function useFolding(frame: RefObject<HTMLElement | null>): Folding {
  const isNarrow = useIsNarrow()
  const [folded, setFolded] = useState({ isNarrow, isFolded: isNarrow })
  const isFolded = folded.isNarrow === isNarrow ? folded.isFolded : isNarrow
  const setIsFolded = useCallback(
    (next: boolean): void => setFolded({ isNarrow, isFolded: next }),
    [isNarrow],
  )
  useDrawerFocus(frame, isNarrow && !isFolded, () => setIsFolded(true))
  return { isNarrow, isFolded, setIsFolded }
}

/** Chats that lie over the conversation take the focus, give it back, and close by Escape as a dialog does. */
function useDrawerFocus(
  frame: RefObject<HTMLElement | null>,
  isOpen: boolean,
  close: () => void,
): void {
  const wasOpen = useRef(false)
  useEffect(() => {
    if (wasOpen.current === isOpen) return
    wasOpen.current = isOpen
    // Closed by a screen that turned wide, it has taken nobody's focus away.
    const isFocusLost =
      document.activeElement === document.body || document.activeElement?.closest('nav') !== null
    const home = isOpen ? 'nav button' : 'header [aria-expanded]'
    if (isFocusLost || isOpen) frame.current?.querySelector<HTMLElement>(home)?.focus()
  }, [frame, isOpen])
  useEffect(() => {
    if (!isOpen) return undefined
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      if (document.querySelector('dialog[open]') !== null) return
      // A title that is being changed is given up first.
      if (event.target instanceof HTMLInputElement && event.target.name === 'title') return
      // Taken here: it does not stop a reply as well.
      event.preventDefault()
      event.stopImmediatePropagation()
      close()
    }
    // Before the conversation's own listener.
    document.addEventListener('keydown', onKey, { capture: true })
    return () => document.removeEventListener('keydown', onKey, { capture: true })
  }, [isOpen, close])
}
