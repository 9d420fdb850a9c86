import type { ReactNode } from 'react'

import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import styles from './UnknownChat.module.css'

/** Stands where a chat would, when the address names one that is not here. */
export function UnknownChat({ onNew }: { readonly onNew: () => void }): ReactNode {
  return (
    <div className={styles.unknown}>
      <Notice
        actions={<Button onClick={onNew}>New chat</Button>}
        kind="warning"
        title="The chat of this address is not in this browser"
      >
        It was deleted here, or it belongs to another browser: chats never leave the one in which
        they were written. Every chat that is here stands in the list of chats.
      </Notice>
    </div>
  )
}
