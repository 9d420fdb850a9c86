import type { ReactNode } from 'react'
import { useStore } from 'zustand'

import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { Pwa } from './pwa.ts'
import styles from './UpdateNotice.module.css'

interface UpdateNoticeProps {
  readonly pwa: Pwa
  /** Whether a reply is being written: nobody is asked then. */
  readonly isBusy: boolean
}

/** Asks whether to go over to a new version, now or later. */
export function UpdateNotice({ pwa, isBusy }: UpdateNoticeProps): ReactNode {
  const { update, isPutOff } = useStore(pwa)
  const isAsked = update !== 'none' && !isPutOff && !isBusy
  return (
    <div aria-live="polite" className={styles.live}>
      {isAsked ? (
        <Notice
          actions={
            <>
              <Button
                disabled={update === 'taking-over'}
                kind="primary"
                onClick={() => void pwa.reloadToUpdate()}
                size="s"
              >
                Reload
              </Button>
              <Button disabled={update === 'taking-over'} onClick={pwa.putOff} size="s">
                Later
              </Button>
            </>
          }
          kind="information"
          title={
            update === 'superseded'
              ? 'Another tab runs a newer version'
              : 'A new version of Ponder is ready'
          }
        >
          {update === 'superseded'
            ? 'This one works on as it is. Chats, models and what you have typed stay when you reload it.'
            : 'Chats, models and what you have typed stay. With Later it comes when you open Ponder the next time.'}
        </Notice>
      ) : null}
    </div>
  )
}
