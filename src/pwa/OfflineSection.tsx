import type { ReactNode } from 'react'
import { useId } from 'react'
import { useStore } from 'zustand'

import { Button } from '../ui/Button.tsx'
import styles from './Offline.module.css'
import { describeCheck, describeInFull } from './offlineWords.ts'
import type { Pwa } from './pwa.ts'

/** The airplane check: what is on this device, file by file, and putting right what is not. */
export function OfflineSection({ pwa }: { readonly pwa: Pwa }): ReactNode {
  const titleId = useId()
  const state = useStore(pwa)
  const { app, check } = state
  const isRunning = check.status === 'running'
  return (
    <section aria-labelledby={titleId} className={styles.section}>
      <h3 id={titleId}>Without a network</h3>
      <ul>
        {describeInFull(state).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <div className={styles.actions}>
        {app.status === 'failed' ? (
          <Button onClick={() => void pwa.start()} size="s">
            Try again
          </Button>
        ) : null}
        {app.status === 'kept' || app.status === 'incomplete' ? (
          <Button disabled={isRunning} onClick={() => void pwa.checkAll()} size="s">
            Check every file
          </Button>
        ) : null}
        {app.status === 'incomplete' ? (
          <Button disabled={isRunning} onClick={() => void pwa.repair()} size="s">
            Fetch what is missing
          </Button>
        ) : null}
        <span aria-live="polite">{describeCheck(check, app)}</span>
      </div>
    </section>
  )
}
