import type { ReactNode } from 'react'
import { memo, useState } from 'react'

import { showInvisible } from '../lib/showInvisible.ts'
import { breakWords } from '../ui/breakWords.tsx'
import { createLineBlocks } from './lineBlocks.ts'
import { kindOfLine } from './lineKind.ts'
import styles from './Thought.module.css'

/** A growing text, line by line; what is finished is never drawn again. */
export function ThoughtLines({ text }: { readonly text: string }): ReactNode {
  const [cut] = useState(createLineBlocks)
  const blocks = cut(text.trimEnd())
  return (
    <>
      {blocks.map((block, index) => (
        <LineBlock key={index} text={block} />
      ))}
    </>
  )
}

const LineBlock = memo(function LineBlock({ text }: { readonly text: string }): ReactNode {
  return (
    <div className={styles.block}>
      {text.split('\n').map((line, index) => (
        <Line key={index} text={line} />
      ))}
    </div>
  )
})

const Line = memo(function Line({ text }: { readonly text: string }): ReactNode {
  return (
    <p className={styles.line} data-kind={kindOfLine(text)}>
      {text === '' ? '\u00A0' : breakWords(showInvisible(text))}
    </p>
  )
})
