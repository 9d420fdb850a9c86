import type { ReactNode } from 'react'

import { SelectField, TextField } from '../ui/Field.tsx'
import type { PresetForm } from './presetForm.ts'

interface ThinkingFieldProps extends Pick<PresetForm, 'thinking' | 'thoughtTokens'> {
  readonly onChange: (change: Partial<PresetForm>) => void
}

/** How long the model is to think, in a preset's form. */
export function ThinkingField({
  thinking,
  thoughtTokens,
  onChange,
}: ThinkingFieldProps): ReactNode {
  return (
    <>
      <SelectField
        choices={[
          ['own', 'As you have it'],
          ['free', 'As long as the model likes'],
          ['skip', 'Skipped'],
          ['budget', 'At most so many tokens'],
          ['atLeast', 'At least so many tokens'],
        ]}
        isTall
        label="Thinking"
        onChange={(kind) => onChange({ thinking: kind })}
        value={thinking}
      />
      {thinking === 'budget' || thinking === 'atLeast' ? (
        <TextField
          inputMode="numeric"
          label={thinking === 'budget' ? 'Thinking budget' : 'Think at least'}
          onChange={(event) => onChange({ thoughtTokens: event.target.value })}
          required
          value={thoughtTokens}
        />
      ) : null}
    </>
  )
}
