import type { ReactNode } from 'react'
import { useId } from 'react'

import styles from './SwitchField.module.css'

interface SwitchFieldProps {
  readonly label: string
  readonly hint: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

/** Something that is on or off, with what it means. */
export function SwitchField({ label, hint, isOn, onChange }: SwitchFieldProps): ReactNode {
  const id = useId()
  return (
    <div className={styles.field}>
      <input
        aria-checked={isOn}
        aria-describedby={`${id}-note`}
        checked={isOn}
        id={id}
        onChange={(event) => onChange(event.target.checked)}
        role="switch"
        type="checkbox"
      />
      <label htmlFor={id}>{label}</label>
      <p id={`${id}-note`}>{hint}</p>
    </div>
  )
}
