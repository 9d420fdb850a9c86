import type { ReactNode } from 'react'
import { useId, useLayoutEffect, useRef } from 'react'

import { IconButton } from './Button.tsx'
import styles from './Dialog.module.css'
import { Icon } from './Icon.tsx'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly wide?: boolean
}

/** A modal dialog while it is mounted; Escape, the cross and a click beside it close it. */
export function Dialog({ title, onClose, children, wide = false }: DialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  // Who selects text and lets go beside the dialog has not clicked there.
  const isPressedBeside = useRef(false)
  // Closed while it still stands in the page: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current
    if (element !== null && !element.open) element.showModal()
    return () => element?.close()
  }, [])
  return (
    // The click beside is a convenience for pointers; keyboards have Escape and the cross.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      aria-labelledby={titleId}
      className={wide ? `${styles.dialog} ${styles.wide}` : styles.dialog}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget && isPressedBeside.current) onClose()
      }}
      onPointerDown={(event) => {
        isPressedBeside.current = event.target === event.currentTarget
      }}
      ref={dialog}
    >
      <div className={styles.inside}>
        <header className={styles.header}>
          <h2 id={titleId}>{title}</h2>
          <IconButton icon={<Icon name="close" />} label="Close" onClick={onClose} />
        </header>
        <div className={styles.content}>{children}</div>
      </div>
    </dialog>
  )
}
