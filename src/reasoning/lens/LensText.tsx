import type { FocusEvent, KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'

import { textOfToken, type LensAlternative, type LensPart, type LensToken } from './lens.ts'
import { LensBar } from './LensBar.tsx'
import { createLensBlocks } from './lensBlocks.ts'
import { LensBlockView } from './LensBlockView.tsx'
import { LensCard } from './LensCard.tsx'
import styles from './Lens.module.css'

interface LensTextProps {
  readonly text: string
  readonly part: LensPart
  readonly label: string
  /** What the numbers are. */
  readonly note: string
  readonly canTake: (alternative: LensAlternative) => boolean
  readonly onTake: (token: LensToken, alternative: LensAlternative) => void
}

interface Shown {
  readonly index: number
  readonly anchor: Element
  /** Opened by a click or a key: it stays until it is closed. */
  readonly isPinned: boolean
}

/** Long enough to get from a token to its card. */
const leaveMs = 200

/** A part of a reply, token by token: tinted by doubt, with what else could have come. */
export function LensText({ text, part, label, note, canTake, onTake }: LensTextProps): ReactNode {
  const [cut] = useState(createLensBlocks)
  const { blocks, forks } = cut(text, part)
  const [active, setActive] = useState(0)
  const [wanted, setWanted] = useState<{ readonly index: number } | null>(null)
  const [shown, setShown] = useState<Shown | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const card = useRef<HTMLDivElement>(null)
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined)
  const lead = text.length - text.trimStart().length

  // A token far from sight is drawn first, and then gone to.
  useEffect(() => {
    if (wanted === null) return
    const element = elementOf(box.current, wanted.index)
    element?.scrollIntoView({ block: 'nearest' })
    element?.focus({ preventScroll: true })
  }, [wanted])
  useEffect(() => () => clearTimeout(leaving.current), [])

  function goTo(index: number): void {
    const next = Math.max(0, Math.min(part.count - 1, index))
    setActive(next)
    setWanted({ index: next })
  }
  function show(target: EventTarget, isPinned: boolean): void {
    const anchor = target instanceof Element ? target.closest('[data-token]') : null
    if (anchor === null) return
    clearTimeout(leaving.current)
    setShown({ index: Number(anchor.getAttribute('data-token')), anchor, isPinned })
  }
  function hideSoon(): void {
    clearTimeout(leaving.current)
    leaving.current = setTimeout(
      () => setShown((now) => (now?.isPinned === true ? now : null)),
      leaveMs,
    )
  }
  function close(): void {
    if (shown !== null && card.current?.contains(document.activeElement) === true)
      elementOf(box.current, shown.index)?.focus()
    setShown(null)
  }
  function enterCard(index: number): void {
    const anchor = elementOf(box.current, index)
    if (anchor === null) return
    setShown({ index, anchor, isPinned: true })
    requestAnimationFrame(() => {
      const first = card.current?.querySelector<HTMLElement>('button:enabled')
      ;(first ?? card.current)?.focus()
    })
  }

  function onKey(event: KeyboardEvent): void {
    switch (event.key) {
      case 'ArrowRight':
      case 'ArrowDown':
        goTo(active + 1)
        break
      case 'ArrowLeft':
      case 'ArrowUp':
        goTo(active - 1)
        break
      case 'Home':
        goTo(0)
        break
      case 'End':
        goTo(part.count - 1)
        break
      case 'Enter':
      case ' ':
        enterCard(active)
        break
      case 'Escape':
        if (shown === null) return
        close()
        break
      default:
        return
    }
    event.preventDefault()
  }
  const onFocus = ({ target }: FocusEvent): void => {
    const index = target.getAttribute('data-token')
    if (index === null) return
    setActive(Number(index))
    show(target, false)
  }
  function onBlur({ relatedTarget }: FocusEvent): void {
    if (!(relatedTarget instanceof Node) || card.current?.contains(relatedTarget) !== true)
      setShown(null)
  }
  const onClick = ({ target }: MouseEvent): void => show(target, true)

  const token = shown === null ? undefined : part.tokens[shown.index]
  return (
    <>
      <LensBar active={active} forks={forks} note={note} onJump={goTo} part={part} />
      {/* One stop for Tab; the arrow keys go from token to token. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        aria-label={label}
        className={styles.text}
        data-lines="tokens"
        onBlur={onBlur}
        onClick={onClick}
        onFocus={onFocus}
        onKeyDown={onKey}
        onMouseLeave={hideSoon}
        onMouseOver={({ target }) => (shown?.isPinned === true ? undefined : show(target, false))}
        ref={box}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="group"
      >
        {blocks.map((block, index) => (
          <LensBlockView
            active={
              active >= block.first && active < block.first + block.tokens.length
                ? active
                : undefined
            }
            block={block}
            isTail={index === blocks.length - 1}
            key={block.first}
            lead={lead}
          />
        ))}
      </div>
      {shown === null || token === undefined ? null : (
        <LensCard
          anchor={shown.anchor}
          canTake={canTake}
          card={card}
          key={shown.index}
          note={note}
          onClose={close}
          onEnter={() => clearTimeout(leaving.current)}
          onLeave={hideSoon}
          onTake={(alternative) => {
            setShown(null)
            onTake(token, alternative)
          }}
          text={textOfToken(token, text.slice(token.at, token.at + token.length))}
          token={token}
        />
      )}
    </>
  )
}

const elementOf = (box: HTMLElement | null, index: number): HTMLElement | null =>
  box?.querySelector<HTMLElement>(`[data-token="${index}"]`) ?? null
