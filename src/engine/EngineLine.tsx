import type { ReactNode } from 'react'

import type { EngineState, Suggestion } from './engine.ts'
import { EngineFailure } from './EngineFailure.tsx'
import styles from './EngineLine.module.css'
import { describeState } from './engineWords.ts'

interface EngineLineProps {
  readonly state: EngineState
  readonly modelName: string
  readonly onRetry: () => void
  readonly onAccept: (suggestion: Suggestion) => void
  readonly onChooseModel: () => void
}

/** What the model is doing while it cannot write yet, or why it cannot. */
export function EngineLine(props: EngineLineProps): ReactNode {
  const { state, modelName, onRetry, onAccept, onChooseModel } = props
  switch (state.status) {
    case 'ready':
    case 'generating':
    case 'idle':
      return null
    case 'failed':
      return (
        <EngineFailure
          error={state.error}
          onAccept={onAccept}
          onChooseModel={onChooseModel}
          onRetry={onRetry}
        />
      )
    case 'checking':
    case 'downloading':
    case 'verifying':
    case 'uploading':
    case 'compiling':
      return (
        <p className={styles.line}>
          <span className={styles.pulse} />
          {modelName}: {describeState(state)}
        </p>
      )
  }
}
