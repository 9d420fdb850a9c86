import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import { useLayoutEffect } from 'react'

import type { LensAlternative, LensToken } from './lens.ts'
import styles from './Lens.module.css'
import { formatBits, formatChance, sayToken, showToken } from './lensWords.ts'

interface LensCardProps {
  readonly card: RefObject<HTMLDivElement | null>
  readonly token: LensToken
  /** Its text. */
  readonly text: string
  /** The element that it is about. */
  readonly anchor: Element
  /** What the numbers are. */
  readonly note: string
  readonly canTake: (alternative: LensAlternative) => boolean
  readonly onTake: (alternative: LensAlternative) => void
  readonly onClose: () => void
  readonly onEnter: () => void
  readonly onLeave: () => void
}

/** What else could have come in a token's place; each is a button that takes that road. */
export function LensCard(props: LensCardProps): ReactNode {
  const { card, token, text, anchor, note, canTake, onTake, onClose, onEnter, onLeave } = props
  useLayoutEffect(() => {
    const box = card.current
    if (box === null) return undefined
    box.showPopover()
    const place = (): void => placeUnder(box, anchor)
    place()
    addEventListener('scroll', place, { capture: true, passive: true })
    addEventListener('resize', place)
    return () => {
      removeEventListener('scroll', place, { capture: true })
      removeEventListener('resize', place)
    }
  }, [card, anchor])

  function move(event: KeyboardEvent): void {
    if (event.key === 'Escape') onClose()
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const buttons = [...(card.current?.querySelectorAll('button:enabled') ?? [])]
      const at = buttons.indexOf(document.activeElement ?? document.body)
      const next = buttons.at((at + (event.key === 'ArrowDown' ? 1 : -1)) % buttons.length)
      if (next instanceof HTMLElement) next.focus()
    } else return
    event.preventDefault()
  }

  const isAlone = token.ids.length === 1
  const isAmong = isAlone && token.likeliest.some(({ id }) => id === token.ids[0])
  return (
    // Not modal: the text beside it stays what it is.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      aria-label={`Token ${sayToken(text)}`}
      className={styles.card}
      onKeyDown={move}
      onMouseEnter={onEnter}
      onMouseLeave={onLeave}
      popover="manual"
      ref={card}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="dialog"
      tabIndex={-1}
    >
      <p className={styles.cardHead}>
        <code>{showToken(text)}</code> · {formatChance(token.chance)} · entropy{' '}
        {formatBits(token.entropy)}
      </p>
      {isAlone ? null : (
        <p className={styles.note}>
          {token.ids.length} tokens spell this character: {formatChance(token.chance)} is that of
          all of them, and the list is of the first.
        </p>
      )}
      <ul>
        {token.likeliest.map((alternative) => (
          <li key={alternative.id}>
            {isAlone && alternative.id === token.ids[0] ? (
              <Row alternative={alternative} isChosen />
            ) : (
              <button
                aria-label={`Go on with ${sayToken(alternative.text)}, ${formatChance(alternative.chance)}`}
                disabled={!canTake(alternative)}
                onClick={() => onTake(alternative)}
                type="button"
              >
                <Row alternative={alternative} />
              </button>
            )}
          </li>
        ))}
        {isAmong || !isAlone ? null : (
          <li className={styles.apart}>
            <Row alternative={{ id: token.ids[0] ?? 0, text, chance: token.chance }} isChosen />
          </li>
        )}
      </ul>
      <p className={styles.note}>{note}</p>
    </div>
  )
}

function Row(props: {
  readonly alternative: LensAlternative
  readonly isChosen?: boolean
}): ReactNode {
  const { alternative, isChosen = false } = props
  return (
    <span aria-current={isChosen ? true : undefined} className={styles.row}>
      <code>{showToken(alternative.text)}</code>
      {isChosen ? <span className={styles.chosen}>chosen</span> : null}
      <span className={styles.chance}>{formatChance(alternative.chance)}</span>
      <span aria-hidden className={styles.share}>
        <span style={{ inlineSize: `${100 * alternative.chance}%` }} />
      </span>
    </span>
  )
}

const gap = 4
const margin = 8

/** Under its token, or over it where there is no room; always inside the window. */
function placeUnder(box: HTMLElement, anchor: Element): void {
  // The first of its lines, if it is broken.
  const { left, top, bottom } = anchor.getClientRects()[0] ?? anchor.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = box
  const under = bottom + gap + height <= innerHeight - margin
  box.style.left = `${Math.max(margin, Math.min(left, innerWidth - width - margin))}px`
  box.style.top = `${Math.max(margin, under ? bottom + gap : top - gap - height)}px`
}
