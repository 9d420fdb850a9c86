import type { ReactNode } from 'react'
import { memo, useState } from 'react'

import { showInvisible } from '../lib/showInvisible.ts'
import { breakWords } from '../ui/breakWords.tsx'
import { createLineBlocks } from './lineBlocks.ts'
import { beginningOfLine, kindOfLine } from './lineKind.ts'
import styles from './Thought.module.css'

/** A growing text, line by line; what is finished is never drawn again. */
export function ThoughtLines({ text }: { readonly text: string }): ReactNode {
  const [cut] = useState(createLineBlocks)
  const blocks = cut(text.trimEnd())
  return (
    <>
      {blocks.map((block, index) => (
        <LineBlock
          isParagraph={index === 0 || /(?:^|\n)\s*$/.test(blocks[index - 1] ?? '')}
          key={index}
          text={block}
        />
      ))}
    </>
  )
}

interface BlockProps {
  readonly text: string
  /** An empty line comes before it. */
  readonly isParagraph: boolean
}

const LineBlock = memo(function LineBlock({ text, isParagraph }: BlockProps): ReactNode {
  const lines = text.split('\n')
  return (
    <div className={styles.block}>
      {lines.map((line, index) => (
        <Line
          isParagraph={index === 0 ? isParagraph : lines[index - 1]?.trim() === ''}
          key={index}
          text={line}
        />
      ))}
    </div>
  )
})

const Line = memo(function Line({ text, isParagraph }: BlockProps): ReactNode {
  const isHeading = beginningOfLine(text, isParagraph) !== undefined
  return (
    <p className={styles.line} data-kind={kindOfLine(text)}>
      {text === '' ? '\u00A0' : isHeading ? <Headed text={text} /> : show(text)}
    </p>
  )
})

/** A line that begins something: its first sentence is a heading for screen readers, and the text is the same. */
function Headed({ text }: { readonly text: string }): ReactNode {
  const end = /[.!?。！？](?=\s|$)|[。！？]/.exec(text)
  const cut = end === null ? text.length : end.index + 1
  return (
    <>
      {/* An h3 is a block of its own, and would be one in copied text. */}
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role */}
      <span aria-level={3} role="heading">
        {show(text.slice(0, cut))}
      </span>
      {show(text.slice(cut))}
    </>
  )
}

const show = (text: string): ReactNode => breakWords(showInvisible(text))
