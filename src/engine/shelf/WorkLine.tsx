import type { ReactNode } from 'react'
import { ProgressBar } from '../../ui/ProgressBar.tsx'

import { describeOutcome, describeWork, type Step, stepOf, steps } from './describeWork.ts'
import styles from './WorkLine.module.css'
import type { EnginePhase } from './modelActions.ts'
import type { Outcome, Progress, Work } from './shelfState.ts'

interface WorkLineProps {
  readonly work: Work | undefined
  readonly engine: EnginePhase
  readonly outcome: Outcome | undefined
  readonly progress: Progress | undefined
  readonly status: string | undefined
  readonly failure: string | undefined
}

/** What is being done with a model, in its steps and in figures, or how it ended. */
export function WorkLine(props: WorkLineProps): ReactNode {
  const { work, engine, outcome, progress, status, failure } = props
  const step = stepOf(work, engine)
  const words = work === undefined ? wordsOf(engine) : describeWork(work)
  const amount = work !== undefined && 'total' in work && work.total > 0 ? work : undefined
  return (
    <div className={styles.work}>
      {step === undefined ? null : <Steps now={step} />}
      {amount === undefined ? null : (
        <ProgressBar label="Progress" max={amount.total} value={amount.bytes} />
      )}
      {words === undefined ? null : <p>{words}</p>}
      {engine === 'ready' && status !== undefined ? <p>{status}</p> : null}
      {work === undefined && failure !== undefined ? <p data-outcome="failed">{failure}</p> : null}
      {work === undefined && outcome !== undefined ? (
        <p data-outcome={outcome.kind}>{describeOutcome(outcome, progress)}</p>
      ) : null}
      <output className="visually-hidden">
        {step ?? (work === undefined && outcome !== undefined ? outcome.kind : '')}
      </output>
    </div>
  )
}

function Steps({ now }: { readonly now: Step }): ReactNode {
  const at = steps.indexOf(now)
  return (
    <ol className={styles.steps}>
      {steps.map((step, index) => (
        <li
          aria-current={index === at ? 'step' : undefined}
          className={index < at ? styles.done : undefined}
          key={step}
        >
          {step}
        </li>
      ))}
    </ol>
  )
}

function wordsOf(engine: EnginePhase): string | undefined {
  switch (engine) {
    case 'none':
    case 'ready':
      return undefined
    case 'checking':
      return 'Checking the library against the weights'
    case 'uploading':
      return 'Moving to the graphics memory'
    case 'compiling':
      return 'Preparing for this device'
    case 'writing':
      return 'Writing'
  }
}
