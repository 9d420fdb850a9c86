import type { ReactNode } from 'react'
import { useStore } from 'zustand'

import styles from './Offline.module.css'
import { describeOffline } from './offlineWords.ts'
import type { Pwa } from './pwa.ts'

/** What works offline now, in one line. */
export function OfflineLine({ pwa }: { readonly pwa: Pwa }): ReactNode {
  const state = useStore(pwa)
  const isWhole = state.app.status === 'kept'
  return (
    <p className={`${styles.line} ${styles.aside}`} data-part="offline">
      <span className={isWhole ? `${styles.mark} ${styles.whole}` : styles.mark} />
      {describeOffline(state)}
    </p>
  )
}

/** Above the question box while there is no network: what goes on without. */
export function NoNetworkLine({ pwa }: { readonly pwa: Pwa }): ReactNode {
  const state = useStore(pwa)
  if (state.isOnline) return null
  return <p className={styles.line}>{describeOffline(state)}</p>
}
