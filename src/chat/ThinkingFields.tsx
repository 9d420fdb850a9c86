import type { ReactNode } from 'react'
import { useState } from 'react'

import type { Thinking } from '../engine/engine.ts'
import { ChoiceField, TextField } from '../ui/Field.tsx'
import styles from './ChatOptions.module.css'
import { parseSamplingField, type SamplingField } from './samplingFields.ts'

interface ThinkingFieldsProps {
  readonly thinking: Thinking
  readonly onChange: (thinking: Thinking) => void
}

const limits = { lowest: 1, highest: 131_072, whole: true, optional: true } as const
type LimitKind = 'budget' | 'atLeast'

const limitFields: readonly (readonly [LimitKind, Omit<SamplingField, 'name'>])[] = [
  [
    'budget',
    {
      ...limits,
      label: 'Thinking budget',
      hint: 'Most tokens of a thought; then it is closed and the answer follows. Empty: no limit but the room that the answer needs.',
    },
  ],
  [
    'atLeast',
    {
      ...limits,
      label: 'Think at least',
      hint: 'A thought that ends before so many tokens goes on with “Wait,”. Empty: it ends when it likes.',
    },
  ],
]

/** How long to think: a most, a least, or not at all. A thought has one of them. */
export function ThinkingFields({ thinking, onChange }: ThinkingFieldsProps): ReactNode {
  const [texts, setTexts] = useState<Readonly<Record<LimitKind, string>>>({
    budget: thinking.kind === 'budget' ? String(thinking.tokens) : '',
    atLeast: thinking.kind === 'atLeast' ? String(thinking.tokens) : '',
  })
  const isSkipped = thinking.kind === 'skip'

  function write(kind: LimitKind, text: string): void {
    // One takes the place of the other.
    setTexts({ budget: '', atLeast: '', [kind]: text })
    const parsed = parseSamplingField(limitOf(kind), text)
    if (parsed.ok)
      onChange(parsed.value === undefined ? { kind: 'free' } : { kind, tokens: parsed.value })
  }

  return (
    <>
      <div>
        <ChoiceField
          choices={[
            ['think', 'Think, then answer'],
            ['skip', 'Skip thinking'],
          ]}
          label="Thinking"
          onChange={(value) => {
            setTexts({ budget: '', atLeast: '' })
            onChange({ kind: value === 'skip' ? 'skip' : 'free' })
          }}
          value={isSkipped ? 'skip' : 'think'}
        />
        {isSkipped ? (
          <p className={styles.note}>
            R1 was not trained to answer without a thought: expect more mistakes.
          </p>
        ) : null}
      </div>
      <div className={styles.numbers}>
        {limitFields.map(([kind, field]) => {
          const parsed = parseSamplingField(field, texts[kind])
          return (
            <TextField
              disabled={isSkipped}
              error={parsed.ok ? undefined : parsed.problem}
              hint={field.hint}
              inputMode="numeric"
              key={kind}
              label={field.label}
              onChange={(event) => write(kind, event.target.value)}
              value={texts[kind]}
            />
          )
        })}
      </div>
    </>
  )
}

const limitOf = (kind: LimitKind): Omit<SamplingField, 'name'> =>
  limitFields.find(([name]) => name === kind)?.[1] ?? { ...limits, label: '', hint: '' }
