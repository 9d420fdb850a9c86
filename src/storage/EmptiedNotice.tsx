import type { ReactNode } from 'react'
import { useState } from 'react'

import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'

interface EmptiedNoticeProps {
  readonly onImport: () => void
  readonly onDismiss: () => void
}

/** Says that the chats which were here are gone, and by whom. */
export function EmptiedNotice({ onImport, onDismiss }: EmptiedNoticeProps): ReactNode {
  const [isRead, setIsRead] = useState(false)
  if (isRead) return null
  return (
    <Notice
      actions={
        <>
          <Button onClick={onImport} size="s">
            Import chats
          </Button>
          <Button
            kind="quiet"
            onClick={() => {
              onDismiss()
              setIsRead(true)
            }}
            size="s"
          >
            Dismiss
          </Button>
        </>
      }
      kind="warning"
      title="The chats that were here are gone"
    >
      The browser has emptied this site’s storage, as it may when the device is short of room. If
      you have exported them, import the file under Your data.
    </Notice>
  )
}
