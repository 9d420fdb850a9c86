import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'

import type { RenderedPrompt } from '../engine/engine.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import styles from './PromptView.module.css'

interface PromptViewProps {
  /** Renders the prompt that this answer was given, with the model's own tokenizer. */
  readonly render: () => Promise<RenderedPrompt>
  readonly onClose: () => void
}

type Shown =
  | { readonly kind: 'rendering' }
  | { readonly kind: 'rendered'; readonly prompt: RenderedPrompt }
  | { readonly kind: 'failed' }

/** The exact string the model reads: special tokens marked, every token counted. */
export function PromptView({ render, onClose }: PromptViewProps): ReactNode {
  const [shown, setShown] = useState<Shown>({ kind: 'rendering' })
  useEffect(() => {
    let isOpen = true
    render().then(
      (prompt) => isOpen && setShown({ kind: 'rendered', prompt }),
      () => isOpen && setShown({ kind: 'failed' }),
    )
    return () => {
      isOpen = false
    }
    // Rendered once, when the dialog opens.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])
  return (
    <Dialog onClose={onClose} title="Prompt" wide>
      {shown.kind === 'rendered' ? (
        <>
          <p className={styles.count}>
            {shown.prompt.tokens.length === 0
              ? 'Another model is loaded. Load the one of this answer to see the tokens.'
              : `${shown.prompt.tokens.length} tokens`}
            <CopyButton label="Copy prompt" text={() => shown.prompt.text} />
          </p>
          <pre className={styles.prompt} data-part="prompt">
            {shown.prompt.tokens.length === 0 ? shown.prompt.text : null}
            {shown.prompt.tokens.map((token, index) =>
              token.special ? (
                <mark key={index}>{token.text}</mark>
              ) : (
                <span key={index}>{token.text}</span>
              ),
            )}
          </pre>
        </>
      ) : (
        <p>
          {shown.kind === 'rendering'
            ? 'Rendering with the model’s own tokenizer'
            : 'The prompt cannot be shown while the model is not loaded. Load it and open this again.'}
        </p>
      )}
    </Dialog>
  )
}
