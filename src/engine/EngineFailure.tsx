import type { ReactNode } from 'react'

import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { EngineError, Suggestion } from './engine.ts'
import { describeFailure, describeSuggestion } from './engineWords.ts'

interface EngineFailureProps {
  readonly error: EngineError
  readonly onRetry: () => void
  /** Load what is suggested instead. */
  readonly onAccept: (suggestion: Suggestion) => void
  readonly onChooseModel: () => void
}

/** A failed model in words, with the ways on. */
export function EngineFailure(props: EngineFailureProps): ReactNode {
  const { error, onRetry, onAccept, onChooseModel } = props
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
          {error.suggestions?.map((suggestion) => (
            <Button key={suggestion.kind} onClick={() => onAccept(suggestion)} size="s">
              {describeSuggestion(suggestion)}
            </Button>
          ))}
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
