import type { ReactNode } from 'react'
import { useStore } from 'zustand'

import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { Launching } from './launching.ts'

/** Says what became of files that the app was opened with. */
export function LaunchNotice({ launching }: { readonly launching: Launching }): ReactNode {
  const { aboutFiles } = useStore(launching)
  if (aboutFiles === null) return null
  return (
    <Notice
      actions={
        <Button onClick={launching.dismissFiles} size="s">
          Dismiss
        </Button>
      }
      kind="information"
      title="Opened from a file"
    >
      {aboutFiles}
    </Notice>
  )
}
