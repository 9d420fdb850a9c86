import type { KeyboardEvent, ReactNode } from 'react'
import { useLayoutEffect, useRef } from 'react'

import { IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { isTouchScreen } from '../ui/isTouchScreen.ts'
import styles from './Composer.module.css'

interface ComposerProps {
  readonly text: string
  readonly onChange: (text: string) => void
  readonly onSend: () => void
  /** Present while this chat's reply is being written. */
  readonly onStop?: (() => void) | undefined
  /** Nothing can be sent while the messages before it are not here; the text stays. */
  readonly isBlocked: boolean
}

/** The question box: Enter sends, Shift+Enter breaks the line, Escape stops. */
export function Composer({ text, onChange, onSend, onStop, isBlocked }: ComposerProps): ReactNode {
  const box = useRef<HTMLTextAreaElement>(null)
  // As high as its text, up to the limit in the style sheet. Measuring costs a layout of the page: only when
  // the text has changed, never for each token of a reply.
  useLayoutEffect(() => {
    const element = box.current
    if (element?.value !== text) return
    element.style.blockSize = 'auto'
    element.style.blockSize = `${element.scrollHeight}px`
  }, [text])

  const canSend = text.trim() !== '' && onStop === undefined && !isBlocked
  const send = (): void => {
    onSend()
    // Send has become Stop: the next thing to do with the keyboard is to type.
    if (!isTouchScreen()) box.current?.focus()
  }
  const handleKey = (event: KeyboardEvent): void => {
    // While an input method composes, Enter belongs to it.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      if (canSend) send()
    }
  }
  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault()
        if (canSend) send()
      }}
    >
      <textarea
        aria-label="Message"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={handleKey}
        placeholder="Ask something"
        ref={box}
        rows={1}
        value={text}
      />
      {onStop === undefined ? (
        <IconButton
          disabled={!canSend}
          icon={<Icon name="send" />}
          key="send"
          kind="primary"
          label="Send"
          submit
        />
      ) : (
        <IconButton
          icon={<Icon name="stop" />}
          key="stop"
          kind="plain"
          label="Stop"
          // The second click of a double click on Send is not meant for it.
          onClick={(event) => {
            if (event.detail <= 1) onStop()
          }}
        />
      )}
    </form>
  )
}
