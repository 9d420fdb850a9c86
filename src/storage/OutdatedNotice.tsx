import type { ReactNode } from 'react'

import { saveFile } from '../lib/saveFile.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { AppStorage } from './storage.ts'

/** A newer app has changed what is stored: this tab writes nothing any more, and offers what only it has. */
export function OutdatedNotice({ storage }: { readonly storage: AppStorage }): ReactNode {
  const unsaved = storage.unsaved()
  return (
    <Notice
      actions={
        <>
          <Button onClick={() => location.reload()} size="s">
            Reload
          </Button>
          {unsaved.length > 0 ? (
            <Button
              onClick={() => saveFile('ponder-unsaved.json', JSON.stringify(unsaved, null, 2))}
              size="s"
            >
              Save what is not kept
            </Button>
          ) : null}
        </>
      }
      kind="warning"
      title="Another tab runs a newer version that has changed your data"
    >
      Nothing is written from this tab any more, so that nothing is damaged. Reload to go on.
    </Notice>
  )
}
