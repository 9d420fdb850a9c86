import type { ReactNode } from 'react'
import { useStore } from 'zustand'

import { Dialog } from '../ui/Dialog.tsx'
import { ChoiceField } from '../ui/Field.tsx'
import styles from './SettingsDialog.module.css'
import type { SettingsStore } from './settingsStore.ts'

interface SettingsDialogProps {
  readonly settings: SettingsStore
  readonly onClose: () => void
  /** What other rooms have to set or to say here. */
  readonly children?: ReactNode
}

/** What holds for the whole app; each change is kept at once. */
export function SettingsDialog({ settings, onClose, children }: SettingsDialogProps): ReactNode {
  const { theme, thought, loops = 'offer' } = useStore(settings)
  return (
    <Dialog onClose={onClose} title="Settings">
      <div className={styles.fields}>
        <ChoiceField
          choices={[
            ['system', 'As the system'],
            ['light', 'Light'],
            ['dark', 'Dark'],
          ]}
          label="Colours"
          onChange={(value) => settings.change({ theme: value })}
          value={theme}
        />
        <ChoiceField
          choices={[
            ['follow', 'Follow'],
            ['peek', 'Peek'],
            ['closed', 'Closed'],
          ]}
          label="A thought while it grows"
          onChange={(value) => settings.change({ thought: value })}
          value={thought}
        />
        <p className={styles.note}>
          Follow shows the newest lines, peek only a few, closed the time and the tokens. A thought
          folds when its answer starts, unless you opened it yourself.
        </p>
        <ChoiceField
          choices={[
            ['offer', 'Say so'],
            ['answer now', 'Close it and answer'],
          ]}
          label="A thought that goes round in circles"
          onChange={(value) => settings.change({ loops: value })}
          value={loops}
        />
        {children}
      </div>
    </Dialog>
  )
}
