import type { ReactNode } from 'react'
import { useStore } from 'zustand'

import { saveFile } from '../lib/saveFile.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { AppStorage } from './storage.ts'
import type { StorageFailure } from './storageFailure.ts'

/** Says when something could not be kept or read; silent while all is well. */
export function StorageNotice({ storage }: { readonly storage: AppStorage }): ReactNode {
  const { saving, broken, isOutdated } = useStore(storage.state)
  return (
    <>
      {isOutdated ? <OutdatedNotice storage={storage} /> : null}
      {saving.kind === 'failed' ? (
        <Notice
          actions={
            <Button onClick={() => void storage.flush()} size="s">
              Try again
            </Button>
          }
          kind="warning"
          title="This chat could not be saved"
        >
          {describeStorageFailure(saving.failure)}
        </Notice>
      ) : null}
      {saving.kind === 'unread' ? (
        <Notice
          actions={
            <Button onClick={() => location.reload()} size="s">
              Reload the page
            </Button>
          }
          kind="warning"
          title="Your chats could not be read"
        >
          They are left as they are, so what you write now is lost when this window closes. Reload
          to try again. {saving.failure.detail}
        </Notice>
      ) : null}
      {broken.length > 0 ? (
        <Notice
          kind="warning"
          title={`${broken.length} stored record${broken.length === 1 ? '' : 's'} could not be opened`}
        >
          They were set aside as they are; everything else is here.
        </Notice>
      ) : null}
    </>
  )
}

function OutdatedNotice({ storage }: { readonly storage: AppStorage }): ReactNode {
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

function describeStorageFailure({ kind, detail }: StorageFailure): string {
  switch (kind) {
    case 'quota':
      return 'The browser has no room left. Everything is still in this window: delete old chats or free space on the device.'
    case 'closed':
      return 'The browser closed the database. Everything is still in this window, and it is tried again by itself.'
    case 'refused':
      return 'This browser does not let the page keep data, as in some private windows. What you see is lost when the window closes.'
    case 'newer':
      return 'A newer version of this app has changed the stored data. Reload the page to get it.'
    case 'unknown':
      return `Everything is still in this window, and it is tried again by itself. ${detail}`
  }
}
