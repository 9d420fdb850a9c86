import type { ReactNode, RefObject } from 'react'
import { useId, useRef, useState } from 'react'
import { createPortal } from 'react-dom'

import { Button } from '../../ui/Button.tsx'
import { scrollToLine } from './linePlaces.ts'
import { Minimap } from './Minimap.tsx'
import { entryAtLine } from './outline.ts'
import styles from './Outline.module.css'
import { OutlineList } from './OutlineList.tsx'
import { SearchLine } from './SearchLine.tsx'
import { createTextFollower } from './followText.ts'
import { useLinesInSight } from './useLinesInSight.ts'

interface ThoughtMapProps {
  readonly text: string
  readonly tokens: number
  readonly isLive: boolean
  readonly box: RefObject<HTMLElement | null>
  readonly content: RefObject<HTMLElement | null>
  /** Where the bar stands: beside the lines. */
  readonly side: HTMLElement | null
}

/** Finds one's way in a long thought: its outline, a search, and a bar of the whole beside the lines. */
export function ThoughtMap({
  text,
  tokens,
  isLive,
  box,
  content,
  side,
}: ThoughtMapProps): ReactNode {
  const [follower] = useState(createTextFollower)
  const [isOpen, setIsOpen] = useState(false)
  const [isSearching, setIsSearching] = useState(false)
  const searchButton = useRef<HTMLButtonElement>(null)
  const id = useId()
  const { sight, lookAgain } = useLinesInSight(box, content)
  const [gone, setGone] = useState({ to: 0, first: -1 })
  const whole = text.trimEnd()
  const outline = follower.follow(isLive ? text : whole, isLive)
  follower.noteTokens(text.length, tokens)

  const jump = (line: number): void => {
    if (box.current === null || content.current === null) return
    scrollToLine(box.current, content.current, line)
    setGone({ to: line, first: lookAgain().first })
  }
  // Where one has gone is where one is, until it is scrolled: the line before it may be in sight too, and
  // the last lines of all never come to the top.
  const place = gone.first === sight.first ? gone.to : sight.first
  const current = entryAtLine(outline.entries, place)
  return (
    <>
      <div className={styles.tools}>
        <Button
          aria-controls={isOpen ? id : undefined}
          aria-expanded={isOpen}
          data-tool="outline"
          kind="quiet"
          onClick={() => setIsOpen(!isOpen)}
          size="s"
        >
          Outline
        </Button>
        <Button
          aria-expanded={isSearching}
          data-tool="search"
          kind="quiet"
          onClick={() => setIsSearching(!isSearching)}
          ref={searchButton}
          size="s"
        >
          Search
        </Button>
      </div>
      {isSearching ? (
        <SearchLine
          content={content}
          onClose={() => {
            setIsSearching(false)
            searchButton.current?.focus()
          }}
          onJump={jump}
          sight={sight}
          text={whole}
        />
      ) : null}
      {isOpen ? (
        <OutlineList
          current={current}
          id={id}
          length={text.length}
          onJump={jump}
          outline={outline}
          tokensBefore={follower.tokensBefore}
        />
      ) : null}
      {side === null
        ? null
        : createPortal(
            <Minimap
              current={current}
              length={whole.length}
              onJump={jump}
              outline={outline}
              sight={sight}
            />,
            side,
          )}
    </>
  )
}
