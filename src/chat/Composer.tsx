import type { KeyboardEvent, ReactNode } from 'react'
import { useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'

import { IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { isTouchScreen } from '../ui/isTouchScreen.ts'
import { selectDraft } from './chatState.ts'
import type { ChatStore } from './chatStore.ts'
import styles from './Composer.module.css'
import type { ChatId } from './message.ts'

interface ComposerProps {
  readonly store: ChatStore
  readonly chatId: ChatId
  /** False if it cannot be asked now: then the text stays. */
  readonly onSend: (text: string) => boolean
  /** Present while this chat's reply is being written. */
  readonly onStop?: (() => void) | undefined
  /** Nothing can be sent while the messages before it are not here; the text stays. */
  readonly isBlocked: boolean
}

/**
 * The question box: Enter sends, Shift+Enter breaks the line, Escape stops. It reads its text itself, so that
 * a key that is typed draws nothing of the conversation above it.
 */
export function Composer(props: ComposerProps): ReactNode {
  const { store, chatId, onSend, onStop, isBlocked } = props
  const text = useStore(store, (state) => selectDraft(chatId)(state).text)
  const onChange = (next: string): void => store.writeDraft(chatId, next)
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
    if (onSend(text)) onChange('')
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
