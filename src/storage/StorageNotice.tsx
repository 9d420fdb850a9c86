import { lazy, Suspense, type ReactNode } from 'react'
import { useStore } from 'zustand'

import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { AppStorage } from './storage.ts'
import { describeStorageFailure } from './storageFailure.ts'

interface StorageNoticeProps {
  readonly storage: AppStorage
  readonly onOldChats: () => void
  readonly onModels: () => void
}

/** Hardly ever seen. */
const OutdatedNotice = lazy(async () => ({
  default: (await import('./OutdatedNotice.tsx')).OutdatedNotice,
}))

/** Says when something could not be kept or read; silent while all is well. */
export function StorageNotice({ storage, onOldChats, onModels }: StorageNoticeProps): ReactNode {
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
            <>
              <Button onClick={() => void storage.flush()} size="s">
                Try again
              </Button>
              <Button onClick={() => void exportAll(storage)} size="s">
                Export chats
              </Button>
              {saving.failure.kind === 'quota' ? (
                <>
                  <Button onClick={onOldChats} size="s">
                    Delete old chats
                  </Button>
                  <Button onClick={onModels} size="s">
                    Delete a model
                  </Button>
                </>
              ) : null}
            </>
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

/** Loaded when it is asked for. What came of it is a file, which the browser shows. */
async function exportAll(storage: AppStorage): Promise<void> {
  const { saveBackup } = await import('./backup/saveBackup.ts')
  await saveBackup(storage, new Date())
}
