import type { ReactNode, RefObject } from 'react'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'

import { IconButton } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { tokensIn } from './lensPlaces.ts'
import { markFound } from './markFound.ts'
import styles from './Outline.module.css'
import { createThoughtSearch } from './thoughtSearch.ts'

interface SearchLineProps {
  readonly text: string
  readonly content: RefObject<HTMLElement | null>
  readonly sight: { readonly first: number; readonly last: number }
  readonly onJump: (line: number) => void
  readonly onClose: () => void
}

/** Finds words in one thought: Enter goes to the next place, Shift+Enter to the one before, Escape closes. */
export function SearchLine({ text, content, sight, onJump, onClose }: SearchLineProps): ReactNode {
  const [words, setWords] = useState('')
  const [chosen, setChosen] = useState(0)
  const find = useMemo(() => createThoughtSearch(words), [words])
  const found = find(text)
  const index = found.length === 0 ? -1 : Math.min(chosen, found.length - 1)
  const current = found[index]
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.focus(), [])

  // After each drawing: what is in sight may be other lines, or other text.
  useLayoutEffect(() => {
    if (content.current === null || words === '') return undefined
    const shown = found.filter(({ line }) => line >= sight.first && line <= sight.last)
    return markFound(content.current, shown, current)
  })

  // Tokens are drawn as they come near, which takes marks away.
  const [, setRedrawn] = useState(0)
  useEffect(() => {
    if (content.current === null) return undefined
    let frame = 0
    const observer = new MutationObserver(() => {
      if (frame !== 0 || content.current === null || tokensIn(content.current) === null) return
      frame = requestAnimationFrame(() => {
        frame = 0
        setRedrawn((count) => count + 1)
      })
    })
    observer.observe(content.current, { childList: true, subtree: true })
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
    }
  }, [content])

  function go(to: number): void {
    if (found.length === 0) return
    const next = (to + found.length) % found.length
    setChosen(next)
    const place = found[next]
    if (place !== undefined) onJump(place.line)
  }
  function look(next: string): void {
    setWords(next)
    const places = createThoughtSearch(next)(text)
    // The first from where the reader is, so that the page does not jump about.
    const from = places.findIndex(({ line }) => line >= sight.first)
    setChosen(Math.max(0, from))
    const place = places[Math.max(0, from)]
    if (place !== undefined && (place.line < sight.first || place.line > sight.last))
      onJump(place.line)
  }

  return (
    <search className={styles.search}>
      <input
        aria-label="Search this thought"
        onChange={(event) => look(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter') go(event.shiftKey ? index - 1 : index + 1)
          else if (event.key === 'Escape') onClose()
          else return
          // Taken here: it does not stop a reply as well.
          event.preventDefault()
        }}
        placeholder="Search this thought"
        ref={input}
        type="search"
        value={words}
      />
      <output>
        {words === '' ? '' : found.length === 0 ? 'None' : `${index + 1} of ${found.length}`}
      </output>
      <IconButton
        disabled={found.length === 0}
        icon={<Icon name="left" />}
        label="Previous place"
        onClick={() => go(index - 1)}
        size="s"
      />
      <IconButton
        disabled={found.length === 0}
        icon={<Icon name="right" />}
        label="Next place"
        onClick={() => go(index + 1)}
        size="s"
      />
      <IconButton icon={<Icon name="close" />} label="Close search" onClick={onClose} size="s" />
    </search>
  )
}
