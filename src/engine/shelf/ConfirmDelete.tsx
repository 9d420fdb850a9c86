import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'

import { formatBytes } from '../../lib/formatAmount.ts'
import { Button } from '../../ui/Button.tsx'
import type { DeletePlan } from './keeping.ts'
import styles from './ModelCard.module.css'

interface ConfirmDeleteProps {
  readonly kind: 'Delete' | 'Cancel'
  readonly onPlan: () => Promise<DeletePlan | undefined>
  readonly onAnswer: (yes: boolean) => void
}

/** What deleting frees to the byte, what stays and for whom, and the choice. */
export function ConfirmDelete({ kind, onPlan, onAnswer }: ConfirmDeleteProps): ReactNode {
  const [plan, setPlan] = useState<DeletePlan | null>()
  useEffect(() => {
    let isCurrent = true
    const ask = async (): Promise<void> => {
      const found = await onPlan()
      if (isCurrent) setPlan(found ?? null)
    }
    void ask()
    return () => {
      isCurrent = false
    }
    // Asked once: while the person reads, the figures stay.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])
  return (
    <fieldset aria-label="Confirm" className={styles.confirm}>
      <p>
        {kind === 'Cancel' ? 'Stop, and delete what has come? ' : 'Delete this model? '}
        {plan === undefined || plan === null ? null : describePlan(plan)}
      </p>
      <Button
        kind="danger"
        onClick={() => onAnswer(true)}
        ref={(element) => element?.focus()}
        size="s"
      >
        {kind === 'Cancel' ? 'Stop and delete' : 'Delete now'}
      </Button>
      <Button onClick={() => onAnswer(false)} size="s">
        {kind === 'Cancel' ? 'Go on' : 'Keep'}
      </Button>
    </fieldset>
  )
}

function describePlan({ bytes, keep }: DeletePlan): string {
  const frees = `This frees ${formatBytes(bytes)} (${bytes.toLocaleString('en')} bytes).`
  const stays = keep.map(
    ({ file, neededBy }) =>
      `${file.name}, ${formatBytes(file.bytes)}, stays: ${neededBy.join(' and ')} needs it.`,
  )
  return [frees, ...stays].join(' ')
}
