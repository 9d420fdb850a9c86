import type { ReactNode } from 'react'
import { useState } from 'react'

import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import type { OwnSettings } from './comparePreset.ts'
import { FillFields } from './FillFields.tsx'
import type { PresetContent } from './preset.ts'
import { PresetFacts, type PresetModels } from './PresetFacts.tsx'
import styles from './Presets.module.css'
import { examplesOf } from './variables.ts'

interface UsePresetProps {
  readonly title: string
  readonly preset: PresetContent
  readonly own: OwnSettings
  readonly models: PresetModels
  /** What a person should know of it. */
  readonly notes?: readonly string[]
  readonly lead?: ReactNode
  readonly onUse: (values: ReadonlyMap<string, string>) => void
  /** Present for one that is not kept yet. */
  readonly onSave?: (() => void) | undefined
  readonly onDismiss: () => void
}

/** A preset before it is used: all that it sets, and its variables to fill in. */
export function UsePreset(props: UsePresetProps): ReactNode {
  const { title, preset, own, models, notes = [], lead, onUse, onSave, onDismiss } = props
  const [values, setValues] = useState<ReadonlyMap<string, string>>(
    () => new Map(examplesOf(preset).map(({ name, value }) => [name, value])),
  )
  return (
    <Dialog onClose={onDismiss} title={title}>
      <form
        className={styles.sheet}
        onSubmit={(event) => {
          event.preventDefault()
          onUse(values)
        }}
      >
        {lead}
        {notes.map((note) => (
          <p className={styles.warning} key={note}>
            {note}
          </p>
        ))}
        <PresetFacts models={models} own={own} preset={preset} />
        {values.size === 0 ? null : (
          <fieldset className={styles.fill}>
            <legend>Fill in</legend>
            <FillFields onChange={setValues} question={preset.question} values={values} />
          </fieldset>
        )}
        <p className={styles.note}>It opens a new chat with the question typed in. You send it.</p>
        <div className={styles.decide}>
          <Button kind="primary" submit>
            Use preset
          </Button>
          {onSave === undefined ? null : <Button onClick={onSave}>Save preset</Button>}
          <Button kind="quiet" onClick={onDismiss}>
            {onSave === undefined ? 'Cancel' : 'Dismiss'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
