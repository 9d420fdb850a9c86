import type { ReactNode } from 'react'

import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import type { PresetContent } from './preset.ts'
import styles from './Presets.module.css'

interface IncomingPresetsProps {
  readonly contents: readonly PresetContent[]
  readonly notes: readonly string[]
  readonly onSave: () => void
  readonly onDismiss: () => void
}

/** A file of several presets, before they are kept. */
export function IncomingPresets(props: IncomingPresetsProps): ReactNode {
  const { contents, notes, onSave, onDismiss } = props
  return (
    <Dialog onClose={onDismiss} title="Presets from a file">
      <div className={styles.sheet}>
        {notes.map((note) => (
          <p className={styles.warning} key={note}>
            {note}
          </p>
        ))}
        {contents.length === 0 ? <p>There is no preset in it that can be kept.</p> : null}
        <ul className={styles.names}>
          {contents.map(({ name }, index) => (
            <li key={index}>{name}</li>
          ))}
        </ul>
        <p className={styles.note}>They are added to yours. None of yours is changed.</p>
        <div className={styles.buttons}>
          {contents.length === 0 ? null : (
            <Button kind="primary" onClick={onSave}>
              {contents.length === 1 ? 'Save preset' : `Save ${contents.length} presets`}
            </Button>
          )}
          <Button kind="quiet" onClick={onDismiss}>
            Dismiss
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
