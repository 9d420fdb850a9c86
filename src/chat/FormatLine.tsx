import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'

import type { AnswerFormat } from '../engine/engine.ts'
import { findMismatch } from './checkFormat.ts'

interface FormatLineProps {
  readonly format: AnswerFormat
  readonly text: string
  readonly className: string | undefined
}

/** Whether an answer is what its format asks for, looked at once it has ended. */
export function FormatLine({ format, text, className }: FormatLineProps): ReactNode {
  const [line, setLine] = useState('')
  useEffect(() => {
    let isShown = true
    const show = (words: string): void => {
      if (isShown) setLine(words)
    }
    findMismatch(format, text).then(
      (mismatch) =>
        show(
          mismatch === undefined
            ? 'The answer has the format that was asked for.'
            : `The answer does not have the format that was asked for: ${mismatch}. Try again draws another.`,
        ),
      () => show('The format of the answer could not be checked.'),
    )
    return () => {
      isShown = false
    }
  }, [format, text])
  return text.trim() === '' ? null : (
    <p className={className} data-part="format">
      {line}
    </p>
  )
}
