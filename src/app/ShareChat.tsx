import type { ReactNode } from 'react'
import { useCallback } from 'react'

import { sharedToFile, sharedToFragment } from '../chat/sharedChat.ts'
import type { SharedChat } from '../chat/sharedTurns.ts'
import { toFileName } from '../lib/saveFile.ts'
import { ShareLink } from '../presets/ShareLink.tsx'

interface ShareChatProps {
  readonly title: string
  readonly shared: SharedChat
  readonly onClose: () => void
}

/** A turn or a chat as a link that others can read. */
export function ShareChat({ title, shared, onClose }: ShareChatProps): ReactNode {
  const makeFragment = useCallback(() => sharedToFragment(shared), [shared])
  return (
    <ShareLink
      file={{ name: toFileName(shared.title, '.chat.json'), text: () => sharedToFile(shared) }}
      makeFragment={makeFragment}
      onClose={onClose}
      title={title}
    >
      The link holds the questions, thoughts and answers themselves, as they are now: whoever has it
      can read them, and needs no model for that. Other versions and your settings are not in it.
    </ShareLink>
  )
}
