import type { ReactNode } from 'react'

import { SelectField } from '../ui/Field.tsx'
import type { PresetModels } from './PresetFacts.tsx'

interface ModelFieldProps {
  readonly models: PresetModels
  readonly value: string
  readonly onChange: (model: string) => void
}

/** The model of a preset, in its form; one that is not here stays chosen. */
export function ModelField({ models: { list }, value, onChange }: ModelFieldProps): ReactNode {
  const isUnknown = value !== '' && !list.some(({ id }) => id === value)
  return (
    <SelectField
      choices={[
        ['', 'As you have it'],
        ...(isUnknown ? [[value, `${value}, not here`] as const] : []),
        ...list.map(({ id, name }) => [id, name] as const),
      ]}
      isTall
      label="Model"
      onChange={onChange}
      value={value}
    />
  )
}
