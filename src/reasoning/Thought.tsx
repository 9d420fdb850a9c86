import type { ReactNode } from 'react'
import { lazy, memo, Suspense, useCallback, useLayoutEffect, useRef, useState } from 'react'

import { describeThought } from './describeThought.ts'
import styles from './Thought.module.css'
import { LiveThoughtTime } from './LiveThoughtTime.tsx'
import { ThoughtLines } from './ThoughtLines.tsx'
import { foldInPlace } from './foldInPlace.ts'
import { isLongThought } from './isLongThought.ts'
import { tellReadingAway } from './readingAway.ts'
import { useFollowEnd } from './useFollowEnd.ts'

/** Only a long thought needs to find its way in it. */
const ThoughtMap = lazy(async () => ({
  default: (await import('./outline/ThoughtMap.tsx')).ThoughtMap,
}))

interface ThoughtProps {
  readonly text: string
  readonly tokens: number
  /** Milliseconds that the thought took, or has taken so far. */
  readonly ms: number
  /** The clock's time at which it began to grow, if it does: its time runs on between tokens. */
  readonly since?: number | undefined
  readonly isLive: boolean
  readonly display: 'follow' | 'peek' | 'closed'
  /** Nothing comes after it, so there is nothing to fold it for. */
  readonly isLast?: boolean
  /** Takes the place of its plain lines. */
  readonly lines?: ReactNode
}

/** A thought while it grows and after: a bounded window on its newest lines, folded by its summary or rail. */
export const Thought = memo(function Thought(props: ThoughtProps): ReactNode {
  const { text, tokens, ms, since, isLive, display, isLast = false } = props
  // A reader's own choice holds for this thought; until then it is open while it grows.
  const [chosen, setChosen] = useState<boolean | null>(null)
  const [wasLive, setWasLive] = useState(isLive)
  if (isLive && !wasLive) setWasLive(true)
  // Somebody who reads further up in it is not left without it when it ends.
  const [isRead, setIsRead] = useState(false)
  const isOpen = chosen ?? ((isLive || isLast || isRead) && display !== 'closed')
  const viewport = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const noteFollowing = useCallback((follows: boolean) => {
    setIsRead(!follows)
    if (viewport.current !== null) tellReadingAway(viewport.current, !follows)
  }, [])
  useFollowEnd(viewport, content, isLive && isOpen, noteFollowing)
  const details = useRef<HTMLDetailsElement>(null)
  useLayoutEffect(() => {
    if (details.current !== null) foldInPlace(details.current, isOpen)
  }, [isOpen])
  const [side, setSide] = useState<HTMLElement | null>(null)

  // Nor does its window grow around the lines that are being read.
  const size = isLive || isRead ? (display === 'peek' ? styles.peek : styles.window) : styles.whole
  return (
    <details className={styles.thought} data-live={isLive} data-part="thought" ref={details}>
      {/* The summary's own toggle would lose the reader's choice on the next token. */}
      <summary
        onClick={(event) => {
          event.preventDefault()
          setIsRead(false)
          setChosen(!isOpen)
        }}
      >
        {isLive ? (
          <LiveThoughtTime ms={ms} since={since} tokens={tokens} />
        ) : (
          describeThought(ms, tokens)
        )}
      </summary>
      {isOpen && isLongThought(text) ? (
        <Suspense>
          <ThoughtMap
            box={viewport}
            content={content}
            isLive={isLive}
            side={side}
            text={text}
            tokens={tokens}
          />
        </Suspense>
      ) : null}
      <div className={styles.body} ref={setSide}>
        <button
          aria-label="Fold the thought"
          className={styles.rail}
          onClick={() => {
            setIsRead(false)
            setChosen(false)
          }}
          type="button"
        />
        {/* Scrolled by keys as well as by wheel. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <section aria-label="Thought" className={size} ref={viewport} tabIndex={0}>
          <div ref={content}>{props.lines ?? <ThoughtLines text={text} />}</div>
        </section>
      </div>
    </details>
  )
})
