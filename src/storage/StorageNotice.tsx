import { lazy, Suspense, type ReactNode } from 'react'
import { useStore } from 'zustand'

import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { AppStorage } from './storage.ts'
import type { StorageFailure } from './storageFailure.ts'

/** Hardly ever seen. */
const OutdatedNotice = lazy(async () => ({
  default: (await import('./OutdatedNotice.tsx')).OutdatedNotice,
}))

/** Says when something could not be kept or read; silent while all is well. */
export function StorageNotice({ storage }: { readonly storage: AppStorage }): ReactNode {
  const { saving, journal, broken, isOutdated } = useStore(storage.state)
  return (
    <>
      {isOutdated ? (
        <Suspense>
          <OutdatedNotice storage={storage} />
        </Suspense>
      ) : null}
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
      {journal !== null && saving.kind !== 'failed' ? (
        <Notice kind="warning" title="This reply is not saved word by word">
          It is saved once or twice a second instead, and when it has ended. Keep this window open
          until then. {describeStorageFailure(journal)}
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
    case 'silent':
      return 'The browser’s storage does not answer. Everything is still in this window, and is written as soon as it does. If another tab of this app is open, close it; do not close this one.'
    case 'unknown':
      return `Everything is still in this window, and it is tried again by itself. ${detail}`
  }
}
