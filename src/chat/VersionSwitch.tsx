import type { ReactNode } from 'react'

import { IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import type { MessageId } from './message.ts'
import type { Version } from './messageTree.ts'
import styles from './VersionSwitch.module.css'

interface VersionSwitchProps {
  readonly version: Version
  readonly onShow: (message: MessageId) => void
}

/** "2 of 3", with a step to either side; nothing while there is only one. */
export function VersionSwitch({ version, onShow }: VersionSwitchProps): ReactNode {
  const { index, count, previous, next } = version
  if (count < 2) return null
  return (
    <span className={styles.versions}>
      <IconButton
        disabled={previous === null}
        icon={<Icon name="left" />}
        label="Previous version"
        onClick={() => {
          if (previous !== null) onShow(previous)
        }}
        size="s"
      />
      <span>
        {index} of {count}
      </span>
      <IconButton
        disabled={next === null}
        icon={<Icon name="right" />}
        label="Next version"
        onClick={() => {
          if (next !== null) onShow(next)
        }}
        size="s"
      />
    </span>
  )
}
