import type { ReactNode } from 'react'

import type { Beginning } from '../presets/preset.ts'
import styles from './FirstRun.module.css'

/** A chat that a preset filled in and in which nothing was asked yet. */
export function FilledIn({ beginning }: { readonly beginning: Beginning | undefined }): ReactNode {
  return (
    <div className={styles.firstRun}>
      <h2>Ready to ask</h2>
      <p>The question stands below. Look it over, change what you like, and send it.</p>
      {beginning === undefined ? null : (
        <p>
          The {beginning.kind} will go on from these words: <q>{beginning.text.trim()}</q>
        </p>
      )}
    </div>
  )
}
