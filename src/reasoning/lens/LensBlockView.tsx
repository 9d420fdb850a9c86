import type { ReactNode } from 'react'
import { memo, useEffect, useRef, useState } from 'react'

import { showInvisible } from '../../lib/showInvisible.ts'
import { doubtOf, textOfToken } from './lens.ts'
import { breaksIn, piecesOf, type LensBlock, type LensPiece } from './lensBlocks.ts'
import styles from './Lens.module.css'
import { formatChance, sayToken } from './lensWords.ts'

interface LensBlockViewProps {
  readonly block: LensBlock
  /** The token that keys are on, if it is here. */
  readonly active: number | undefined
  /** Still growing: always drawn in full. */
  readonly isTail: boolean
  /** How many characters at the part's start are white space that is not drawn. */
  readonly lead: number
}

/** A block of tokens near the screen, plain text elsewhere: a long thought is not thousands of elements. */
export const LensBlockView = memo(function LensBlockView(props: LensBlockViewProps): ReactNode {
  const { block, active, isTail, lead } = props
  const box = useRef<HTMLDivElement>(null)
  const [isNear, setIsNear] = useState(false)
  useEffect(() => {
    if (box.current === null) return undefined
    const options: IntersectionObserverInit & { readonly scrollMargin: string } = {
      rootMargin: '600px',
      // Also inside the thought's own window, where a browser can.
      scrollMargin: '600px',
    }
    const observer = new IntersectionObserver((entries) => {
      setIsNear(entries.at(-1)?.isIntersecting === true)
    }, options)
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  // Of its first character that is drawn.
  const line = block.line + breaksIn(block.text.slice(0, Math.max(0, lead - block.at)))
  const isDrawn = isNear || isTail || active !== undefined
  return (
    <div className={styles.block} data-line={line} ref={box}>
      {isDrawn
        ? piecesOf(block).map((piece) => (
            <Piece active={active} key={keyOf(piece)} lead={lead} piece={piece} />
          ))
        : showInvisible(block.text.slice(Math.max(0, lead - block.at)))}
    </div>
  )
})

const keyOf = (piece: LensPiece): string =>
  piece.kind === 'token' ? String(piece.index) : `text ${piece.text}`

interface PieceProps {
  readonly piece: LensPiece
  readonly active: number | undefined
  readonly lead: number
}

function Piece({ piece, active, lead }: PieceProps): ReactNode {
  if (piece.kind === 'text') return <span>{showInvisible(piece.text)}</span>
  const { token, text, index } = piece
  const breaks = breaksIn(text)
  return (
    <span
      aria-haspopup="dialog"
      aria-label={`${sayToken(textOfToken(token, text))}, ${formatChance(token.chance)}`}
      className={styles.token}
      data-breaks={breaks === 0 ? undefined : '↵'.repeat(breaks)}
      data-doubt={doubtOf(token.chance)}
      data-end={token.length === 0 ? true : undefined}
      data-token={index}
      // Text that wraps as text does: a button is a box.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="button"
      tabIndex={index === active ? 0 : -1}
    >
      {token.length === 0
        ? sayToken(textOfToken(token, text))
        : showInvisible(token.at < lead ? text.trimStart() : text)}
    </span>
  )
}
