import type { ReactNode } from 'react'
import { useState } from 'react'

import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { ChoiceField, TextAreaField, TextField } from '../ui/Field.tsx'
import { describeAnswer } from './comparePreset.ts'
import { ModelField } from './ModelField.tsx'
import { formToPreset, presetToForm, type PresetForm } from './presetForm.ts'
import type { PresetContent } from './preset.ts'
import { limits } from './presetSchema.ts'
import type { PresetModels } from './PresetFacts.tsx'
import styles from './Presets.module.css'
import { ThinkingField } from './ThinkingField.tsx'
import { findVariables } from './variables.ts'

interface PresetEditorProps {
  readonly title: string
  readonly preset: PresetContent
  readonly models: PresetModels
  readonly onSave: (content: PresetContent) => void
  readonly onClose: () => void
}

/** A form over one preset. The form of the answer is kept as it is. */
export function PresetEditor(props: PresetEditorProps): ReactNode {
  const { title, preset, models, onSave, onClose } = props
  const [start] = useState(() => presetToForm(preset))
  const [form, setForm] = useState(start)
  const [isLeaving, setIsLeaving] = useState(false)
  const [problem, setProblem] = useState<string>()
  const set = (change: Partial<PresetForm>): void => setForm({ ...form, ...change })
  /** Escape, the cross and a click beside are easily hit: what was typed is not lost by them. */
  const leave = (): void => (form === start ? onClose() : setIsLeaving(true))
  return (
    <Dialog onClose={leave} title={title}>
      <form
        className={styles.sheet}
        onSubmit={(event) => {
          event.preventDefault()
          const read = formToPreset(form, preset)
          if (read.kind === 'read') onSave(read.content)
          else setProblem(read.reason)
        }}
      >
        <TextField
          label="Name"
          maxLength={limits.name}
          onChange={(event) => set({ name: event.target.value })}
          required
          value={form.name}
        />
        <TextAreaField
          hint="Words between double braces, as {{word}}, are asked for when the preset is used."
          label="Question"
          maxLength={limits.question}
          onChange={(event) => set({ question: event.target.value })}
          value={form.question}
        />
        {findVariables(form.question).map((name) => (
          <TextField
            key={name}
            label={`Example for ${name}`}
            maxLength={limits.value}
            onChange={(event) =>
              set({ examples: new Map(form.examples).set(name, event.target.value) })
            }
            value={form.examples.get(name) ?? ''}
          />
        ))}
        <TextAreaField
          hint="R1 was trained without one: instructions do best in the question."
          label="System prompt"
          maxLength={limits.system}
          onChange={(event) => set({ system: event.target.value })}
          value={form.system}
        />
        <ChoiceField
          choices={[
            ['none', 'Nothing'],
            ['thought', 'The thought'],
            ['answer', 'The answer'],
          ]}
          label="Begin for the model"
          onChange={(begins) => set({ begins })}
          value={form.begins}
        />
        {form.begins === 'none' ? null : (
          <TextAreaField
            hint="The reply goes on from these words."
            label="It begins"
            maxLength={limits.beginning}
            onChange={(event) => set({ beginning: event.target.value })}
            value={form.beginning}
          />
        )}
        <ModelField models={models} onChange={(model) => set({ model })} value={form.model} />
        <div className={styles.numbers}>
          {(['temperature', 'topP', 'maxTokens', 'seed'] as const).map((name) => (
            <TextField
              inputMode="decimal"
              key={name}
              label={labels[name]}
              onChange={(event) => set({ [name]: event.target.value })}
              placeholder="as you have it"
              value={form[name]}
            />
          ))}
        </div>
        <ThinkingField onChange={set} thinking={form.thinking} thoughtTokens={form.thoughtTokens} />
        {preset.answer === undefined ? null : (
          <p className={styles.note}>
            It also sets the form of the answer: {describeAnswer(preset.answer)}
          </p>
        )}
        {problem === undefined ? null : (
          <p className={styles.warning} role="alert">
            {problem}
          </p>
        )}
        <div className={styles.decide}>
          {isLeaving ? <p role="alert">What you changed is not saved.</p> : null}
          <Button kind="primary" submit>
            Save
          </Button>
          {isLeaving ? (
            <>
              <Button onClick={() => setIsLeaving(false)}>Keep editing</Button>
              <Button kind="quiet" onClick={onClose}>
                Discard
              </Button>
            </>
          ) : (
            <Button kind="quiet" onClick={onClose}>
              Cancel
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  )
}

const labels = {
  temperature: 'Temperature',
  topP: 'Top p',
  maxTokens: 'Max tokens',
  seed: 'Seed',
} as const
