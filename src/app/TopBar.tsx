import type { ReactNode } from 'react'
import { useEffect } from 'react'

import { Button, IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import styles from './App.module.css'

interface TopBarProps {
  readonly heading: string
  readonly modelName: string
  readonly isFolded: boolean
  readonly onFold: () => void
  readonly onModels: () => void
  /** Present when there is a chat to share. */
  readonly onShare: (() => void) | undefined
  readonly onOptions: () => void
}

/** What is open, and with which model; the window is called the same. */
export function TopBar(props: TopBarProps): ReactNode {
  const { heading, modelName, isFolded, onFold, onModels, onShare, onOptions } = props
  useEffect(() => {
    document.title = heading === 'Ponder' ? heading : `${heading} · Ponder`
  }, [heading])
  return (
    <header className={styles.bar}>
      <IconButton
        aria-expanded={!isFolded}
        icon={<Icon name="menu" />}
        label={isFolded ? 'Show chats' : 'Hide chats'}
        onClick={onFold}
      />
      <h1>{heading}</h1>
      <Button aria-label={`Model: ${modelName}`} kind="quiet" onClick={onModels}>
        <Icon name="chip" />
        <span>
          <span className={styles.modelWord}>Model: </span>
          {modelName}
        </span>
      </Button>
      {onShare === undefined ? null : (
        <IconButton icon={<Icon name="share" />} label="Share chat" onClick={onShare} />
      )}
      <IconButton icon={<Icon name="options" />} label="Chat options" onClick={onOptions} />
    </header>
  )
}
