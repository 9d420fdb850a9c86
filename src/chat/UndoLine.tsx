import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'

import { Button } from '../ui/Button.tsx'
import { useKeptFocus } from '../ui/useKeptFocus.ts'
import type { Removed } from './chatState.ts'
import styles from './UndoLine.module.css'

/** How long a delete can be taken back from here. */
const offeredForMs = 20_000

interface UndoLineProps {
  readonly removed: Removed | null
  readonly onUndo: () => void
  readonly onForget: () => void
  /** Where the focus goes with the line. */
  readonly findHome: () => HTMLElement | null | undefined
}

/** Says what was deleted and takes it back. */
export function UndoLine({ removed, onUndo, onForget, findHome }: UndoLineProps): ReactNode {
  const line = useRef<HTMLDivElement>(null)
  useKeptFocus(line, findHome)
  useEffect(() => {
    if (removed === null) return undefined
    const timer = setTimeout(onForget, offeredForMs)
    return () => clearTimeout(timer)
  }, [removed, onForget])
  if (removed === null) return null
  return (
    <div className={styles.line} ref={line} role="alert">
      <span>
        {removed.kind === 'chat' ? `“${removed.conversation.chat.title}” was deleted.` : 'Deleted.'}
      </span>
      <Button onClick={onUndo} size="s">
        Undo
      </Button>
    </div>
  )
}
