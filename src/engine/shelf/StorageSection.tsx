import type { ReactNode } from 'react'
import { useStore } from 'zustand'

import { formatBytes } from '../../lib/formatAmount.ts'
import { Button } from '../../ui/Button.tsx'
import styles from './ModelsDialog.module.css'
import type { ModelShelf } from './modelShelf.ts'

/** How much room there is, whether the browser keeps it, and what lies there and belongs to nothing. */
export function StorageSection({ shelf }: { readonly shelf: ModelShelf }): ReactNode {
  const { device, isKept, orphans, storeFailure } = useStore(shelf)
  const storage = device?.storage
  return (
    <section aria-label="Storage">
      <h3>Storage</h3>
      {storage === undefined ? null : (
        <p className={styles.note}>
          {formatBytes(storage.usage)} stored, of {formatBytes(storage.quota)} that the browser
          allows this page.
        </p>
      )}
      <div className={styles.line}>
        <p className={styles.note}>
          {isKept === true
            ? 'The browser keeps what is stored until you delete it.'
            : 'A browser may delete large files by itself when the disk runs full, and a model of gigabytes would have to come again. It is asked to keep them when a model is fetched.'}
        </p>
        {isKept === false ? (
          <Button onClick={() => void shelf.askToKeep()} size="s">
            Ask to keep models
          </Button>
        ) : null}
      </div>
      {orphans === null || orphans.entries.length === 0 ? null : (
        <div className={styles.line}>
          <p className={styles.note}>
            {formatBytes(orphans.bytes)} in {orphans.entries.length}{' '}
            {orphans.entries.length === 1 ? 'file' : 'files'} from {orphans.hosts.join(' and ')}{' '}
            belong to no model in this list.
          </p>
          <Button onClick={() => void shelf.removeOrphans()} size="s">
            Remove them
          </Button>
        </div>
      )}
      {storeFailure === null ? null : (
        <p className={styles.warning}>
          The list of models could not be kept, so a reload may forget it; their files stay.{' '}
          {storeFailure}
        </p>
      )}
    </section>
  )
}
