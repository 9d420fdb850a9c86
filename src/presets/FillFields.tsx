import type { ReactNode } from 'react'

import { TextAreaField } from '../ui/Field.tsx'
import { limits } from './presetSchema.ts'
import { findVariables } from './variables.ts'

interface FillFieldsProps {
  readonly question: string
  readonly values: ReadonlyMap<string, string>
  readonly onChange: (values: ReadonlyMap<string, string>) => void
}

/** One field for each variable of the question. */
export function FillFields({ question, values, onChange }: FillFieldsProps): ReactNode {
  return findVariables(question).map((name) => {
    const value = values.get(name) ?? ''
    return (
      <TextAreaField
        key={name}
        label={name}
        maxLength={limits.value}
        onChange={(event) => onChange(new Map(values).set(name, event.target.value))}
        rows={Math.min(6, value.split('\n').length)}
        value={value}
      />
    )
  })
}
