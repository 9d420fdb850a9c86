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
  const sight = useLinesInSight(box, content)
  const whole = text.trimEnd()
  const outline = follower.follow(isLive ? text : whole, isLive)
  follower.noteTokens(text.length, tokens)

  const jump = (line: number): void => {
    if (box.current !== null && content.current !== null)
      scrollToLine(box.current, content.current, line)
  }
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
          current={entryAtLine(outline.entries, sight.first)}
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
            <Minimap length={whole.length} onJump={jump} outline={outline} sight={sight} />,
            side,
          )}
    </>
  )
}
