import type { ReactNode } from 'react'

import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { EngineError } from './engine.ts'
import { describeFailure } from './engineWords.ts'

interface EngineFailureProps {
  readonly error: EngineError
  readonly onRetry: () => void
  readonly onChooseModel: () => void
}

/** A failed model in words, with the ways on. */
export function EngineFailure({ error, onRetry, onChooseModel }: EngineFailureProps): ReactNode {
  const { title, advice, canRetry } = describeFailure(error)
  return (
    <Notice
      actions={
        <>
          {canRetry ? (
            <Button onClick={onRetry} size="s">
              Load again
            </Button>
          ) : null}
          <Button onClick={onChooseModel} size="s">
            Choose a model
          </Button>
        </>
      }
      kind="warning"
      title={title}
    >
      {advice}
      <details>
        <summary>Details</summary>
        <code>{error.detail === '' ? error.kind : `${error.kind}: ${error.detail}`}</code>
      </details>
    </Notice>
  )
}
