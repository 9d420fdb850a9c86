import type { InputHTMLAttributes, ReactNode, TextareaHTMLAttributes } from 'react'
import { useId } from 'react'

import styles from './Field.module.css'

interface FieldFrameProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | undefined
  readonly children: (ids: { id: string; describedBy: string | undefined }) => ReactNode
}

function FieldFrame({ label, hint, error, children }: FieldFrameProps): ReactNode {
  const id = useId()
  const note = error ?? hint
  const noteId = `${id}-note`
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children({ id, describedBy: note === undefined ? undefined : noteId })}
      {note === undefined ? null : (
        <p className={error === undefined ? styles.hint : styles.error} id={noteId}>
          {note}
        </p>
      )}
    </div>
  )
}

type Shared = Pick<FieldFrameProps, 'label' | 'hint' | 'error'>

export function TextField({
  label,
  hint,
  error,
  ...rest
}: Shared & InputHTMLAttributes<HTMLInputElement>): ReactNode {
  return (
    <FieldFrame error={error} hint={hint} label={label}>
      {({ id, describedBy }) => (
        <input
          {...rest}
          aria-describedby={describedBy}
          aria-invalid={error !== undefined}
          id={id}
        />
      )}
    </FieldFrame>
  )
}

export function TextAreaField({
  label,
  hint,
  error,
  ...rest
}: Shared & TextareaHTMLAttributes<HTMLTextAreaElement>): ReactNode {
  return (
    <FieldFrame error={error} hint={hint} label={label}>
      {({ id, describedBy }) => (
        <textarea
          {...rest}
          aria-describedby={describedBy}
          aria-invalid={error !== undefined}
          id={id}
        />
      )}
    </FieldFrame>
  )
}

interface ChoiceFieldProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly choices: readonly (readonly [value: Value, words: string])[]
  readonly onChange: (value: Value) => void
}

/** A few choices side by side, as radio buttons. */
export function ChoiceField<Value extends string>({
  label,
  value,
  choices,
  onChange,
}: ChoiceFieldProps<Value>): ReactNode {
  const name = useId()
  return (
    <fieldset className={styles.choices}>
      <legend>{label}</legend>
      <div>
        {choices.map(([choice, words]) => (
          <label key={choice}>
            <input
              checked={choice === value}
              name={name}
              onChange={() => onChange(choice)}
              type="radio"
              value={choice}
            />
            <span>{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

interface SelectFieldProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly choices: readonly (readonly [value: Value, words: string])[]
  readonly onChange: (value: Value) => void
  readonly disabled?: boolean
  /** In a form: the label above its box, as those of texts. */
  readonly isTall?: boolean
}

/** One of many choices, label and box on one line. */
export function SelectField<Value extends string>({
  label,
  value,
  choices,
  onChange,
  disabled = false,
  isTall = false,
}: SelectFieldProps<Value>): ReactNode {
  const id = useId()
  return (
    <div className={isTall ? styles.field : styles.select}>
      <label htmlFor={id}>{label}</label>
      <select
        disabled={disabled}
        id={id}
        onChange={(event) => {
          const choice = choices.find(([one]) => one === event.target.value)
          if (choice !== undefined) onChange(choice[0])
        }}
        value={value}
      >
        {choices.map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </select>
    </div>
  )
}
