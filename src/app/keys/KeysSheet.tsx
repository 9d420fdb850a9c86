import type { ReactNode } from 'react'

import type { SettingsStore } from '../../settings/settingsStore.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { ChoiceField } from '../../ui/Field.tsx'
import styles from './KeysSheet.module.css'
import { keyTable, type KeyRow } from './keyTable.ts'

interface KeysSheetProps {
  readonly settings: SettingsStore
  readonly areOn: boolean
  /** Actions that have nothing to go to in this app as it is. */
  readonly isThere: (row: KeyRow) => boolean
  readonly onClose: () => void
}

/** All keys of the app, read from the table that handles them. */
export function KeysSheet({ settings, areOn, isThere, onClose }: KeysSheetProps): ReactNode {
  const rows = keyTable.filter(isThere)
  const places = [...new Set(rows.map(({ place }) => place ?? everywhere))]
  return (
    <Dialog onClose={onClose} title="Keyboard shortcuts">
      <div className={styles.sheet}>
        {places.map((place) => (
          <section key={place}>
            <h3>{place}</h3>
            <dl>
              {rows
                .filter((row) => (row.place ?? everywhere) === place)
                .map(({ keys, words }) => (
                  <div key={words}>
                    <dt>{words}</dt>
                    <dd>
                      {keys.map((key) => (
                        <kbd key={key}>{key}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        <ChoiceField
          choices={[
            ['on', 'On'],
            ['off', 'Off'],
          ]}
          label="Keys outside of text fields"
          onChange={(value) => settings.change({ keys: value })}
          value={areOn ? 'on' : 'off'}
        />
      </div>
    </Dialog>
  )
}

const everywhere = 'Outside of text fields'
