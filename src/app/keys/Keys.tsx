import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'

import type { SettingsStore } from '../../settings/settingsStore.ts'
import { KeysSheet } from './KeysSheet.tsx'
import { actionOf, type KeyAction } from './keyTable.ts'
import { chatSearch, isTaken, lastAnswer, lastThought, messageField } from './pageTargets.ts'

interface KeysProps {
  readonly settings: SettingsStore
  readonly onNewChat: () => void
  /** The sheet was asked for by its button. */
  readonly isAsked: boolean
  readonly onClose: () => void
}

/** The app's own keys, and the sheet that shows them. */
export function Keys({ settings, onNewChat, isAsked, onClose }: KeysProps): ReactNode {
  const [isShown, setIsShown] = useState(false)
  const areOn = useStore(settings, (state) => state.keys !== 'off')
  useEffect(() => {
    if (!areOn) return undefined
    const onKey = (event: KeyboardEvent): void => {
      const action = actionOf(event)
      if (action === undefined || isTaken(event.target)) return
      event.preventDefault()
      if (action === 'show the keys') setIsShown(true)
      else if (action === 'new chat') onNewChat()
      else act(action)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [areOn, onNewChat])
  if (!isShown && !isAsked) return null
  return (
    <KeysSheet
      areOn={areOn}
      isThere={({ action }) => action !== 'search chats' || chatSearch() !== null}
      onClose={() => {
        setIsShown(false)
        onClose()
      }}
      settings={settings}
    />
  )
}

function act(action: Exclude<KeyAction, 'show the keys' | 'new chat'>): void {
  switch (action) {
    case 'message box':
      return messageField()?.focus()
    case 'search chats':
      return chatSearch()?.focus()
    case 'last answer':
      return goTo(lastAnswer())
    case 'thought':
      return lastThought()?.querySelector('summary')?.click()
    case 'outline':
    case 'search thought':
      return pressInThought(action === 'outline' ? 'outline' : 'search')
  }
}

/** Focus and sight, at once: a jump is not an animation. */
function goTo(element: HTMLElement | null): void {
  if (element === null) return
  element.tabIndex = -1
  element.focus({ preventScroll: true })
  element.scrollIntoView({ block: 'start', behavior: 'instant' })
}

/** A folded thought is opened first; its tools may be loaded only then. */
function pressInThought(tool: 'outline' | 'search'): void {
  const thought = lastThought()
  if (thought === null) return
  if (!thought.open) thought.querySelector('summary')?.click()
  const press = (triesLeft: number): void => {
    const button = thought.querySelector<HTMLElement>(`[data-tool="${tool}"]`)
    if (button === null) {
      if (triesLeft > 0) requestAnimationFrame(() => press(triesLeft - 1))
      return
    }
    button.focus()
    button.click()
  }
  press(120)
}
