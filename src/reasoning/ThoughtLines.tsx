import type { ReactNode } from 'react'
import { memo, useRef } from 'react'

import { kindOfLine } from './lineKind.ts'
import styles from './Thought.module.css'

/** Lines of finished text are drawn once, in blocks of this many: a token costs one short line. */
const linesPerBlock = 40

/** A growing text, line by line; what is finished is never drawn again. */
export function ThoughtLines({ text }: { readonly text: string }): ReactNode {
  const blocks = useBlocks(text.trimEnd())
  return (
    <>
      {blocks.map((block, index) => (
        <LineBlock key={index} text={block} />
      ))}
    </>
  )
}

/** The text in blocks. Text that only grows is cut on from where it was cut before. */
function useBlocks(text: string): readonly string[] {
  const known = useRef<{ text: string; done: string[]; from: number }>({ text: '', done: [], from: 0 })
  const { current } = known
  if (!text.startsWith(current.text.slice(0, current.from))) {
    current.done = []
    current.from = 0
  }
  for (;;) {
    const end = endOfBlock(text, current.from)
    if (end === -1) break
    current.done = [...current.done, text.slice(current.from, end)]
    current.from = end + 1
  }
  current.text = text
  return [...current.done, text.slice(current.from)]
}

/** Where a whole block of lines that begins here ends; -1 while it is still growing. */
function endOfBlock(text: string, from: number): number {
  let at = from - 1
  for (let line = 0; line < linesPerBlock; line += 1) {
    at = text.indexOf('\n', at + 1)
    if (at === -1) return -1
  }
  return at
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
      {text === '' ? '\u00A0' : text}
    </p>
  )
})
