import type { ReactNode } from 'react'
import { useState } from 'react'

import type { Sampling } from '../engine/engine.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextAreaField, TextField } from '../ui/Field.tsx'
import { SwitchField } from '../ui/SwitchField.tsx'
import type { ChatSettings } from './chat.ts'
import styles from './ChatOptions.module.css'
import { FormatFields } from './FormatFields.tsx'
import { parseSamplingField, samplingFields, type SamplingField } from './samplingFields.ts'
import { ThinkingFields } from './ThinkingFields.tsx'

interface ChatOptionsProps {
  readonly settings: ChatSettings
  readonly onChange: (change: Partial<ChatSettings>) => void
  /** All of it and the first question are to become a preset. */
  readonly onNewPreset: () => void
  readonly onExport: () => void
  readonly onClose: () => void
}

/** What this chat's next answers are drawn with. A field that cannot be used says why and changes nothing. */
export function ChatOptions(props: ChatOptionsProps): ReactNode {
  const { settings, onChange, onNewPreset, onExport, onClose } = props
  const { system, sampling, thinking, format, lens = false } = settings
  return (
    <Dialog onClose={onClose} title="This chat">
      <div className={styles.fields}>
        <TextAreaField
          hint="R1 was trained without one; DeepSeek advises to leave it empty and to put instructions into the question."
          label="System prompt"
          onChange={(event) => onChange({ system: event.target.value })}
          value={system}
        />
        <div className={styles.numbers}>
          {samplingFields.map((field) => (
            <NumberField
              field={field}
              key={field.name}
              onChange={(value) => onChange({ sampling: withField(sampling, field, value) })}
              value={sampling[field.name]}
            />
          ))}
        </div>
        <ThinkingFields onChange={(next) => onChange({ thinking: next })} thinking={thinking} />
        <FormatFields format={format} onChange={(next) => onChange({ format: next })} />
        <SwitchField
          hint="Shows how sure the model was of each token, and what else it could have written. Costs speed: after each token the probabilities of the whole vocabulary are read back from the graphics device."
          isOn={lens}
          label="Token lens"
          onChange={(next) => onChange({ lens: next })}
        />
        <p className={styles.note}>Changes hold from the next answer on. The model stays loaded.</p>
        <div className={styles.actions}>
          <Button onClick={onNewPreset}>New preset from this chat</Button>
          <Button onClick={onExport}>Export chat</Button>
        </div>
      </div>
    </Dialog>
  )
}

interface NumberFieldProps {
  readonly field: SamplingField
  readonly value: number | undefined
  readonly onChange: (value: number | undefined) => void
}

function NumberField({ field, value, onChange }: NumberFieldProps): ReactNode {
  const [text, setText] = useState(value === undefined ? '' : String(value))
  const parsed = parseSamplingField(field, text)
  return (
    <TextField
      error={parsed.ok ? undefined : parsed.problem}
      hint={field.hint}
      inputMode="decimal"
      label={field.label}
      onChange={(event) => {
        setText(event.target.value)
        const next = parseSamplingField(field, event.target.value)
        if (next.ok) onChange(next.value)
      }}
      value={text}
    />
  )
}

function withField(
  sampling: Sampling,
  { name }: SamplingField,
  value: number | undefined,
): Sampling {
  return { ...sampling, [name]: value }
}
