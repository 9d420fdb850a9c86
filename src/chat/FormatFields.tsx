import type { ReactNode } from 'react'
import { useState } from 'react'

import type { AnswerFormat } from '../engine/engine.ts'
import { ChoiceField, TextAreaField } from '../ui/Field.tsx'
import { formatToText, parseFormat } from './formatText.ts'

interface FormatFieldsProps {
  readonly format: AnswerFormat | undefined
  readonly onChange: (format: AnswerFormat | undefined) => void
}

type FormatKind = AnswerFormat['kind'] | 'any'

/** What answers must look like. The thought before them stays free. */
export function FormatFields({ format, onChange }: FormatFieldsProps): ReactNode {
  const [kind, setKind] = useState<FormatKind>(format?.kind ?? 'any')
  const [text, setText] = useState(formatToText(format))
  const parsed = kind === 'any' ? undefined : parseFormat(kind, text)
  const problem =
    parsed?.ok === false && text.trim() !== ''
      ? `${parsed.problem} Until it can be used, answers stay free.`
      : undefined

  function change(nextKind: FormatKind, nextText: string): void {
    setKind(nextKind)
    setText(nextText)
    const next = nextKind === 'any' ? undefined : parseFormat(nextKind, nextText)
    // Until it can be used, answers are free.
    onChange(next?.ok === true ? next.format : undefined)
  }

  return (
    <>
      <ChoiceField
        choices={[
          ['any', 'Any'],
          ['choices', 'Choices'],
          ['schema', 'JSON schema'],
        ]}
        label="Answer format"
        onChange={(value) => change(value, '')}
        value={kind}
      />
      {kind === 'any' ? null : (
        <TextAreaField
          error={problem}
          hint={
            kind === 'choices'
              ? 'One a line. The model thinks freely and then answers with exactly one of them.'
              : 'The model thinks freely and then answers with JSON that this schema allows.'
          }
          label={kind === 'choices' ? 'Choices' : 'JSON schema'}
          onChange={(event) => change(kind, event.target.value)}
          spellCheck={false}
          value={text}
        />
      )}
    </>
  )
}
