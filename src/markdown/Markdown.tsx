import type { ReactNode } from 'react'
import { memo, useState } from 'react'
import remend from 'remend'

import { lexMarkdown } from './lexMarkdown.ts'
import styles from './Markdown.module.css'
import { renderTokens } from './renderTokens.tsx'
import { createBlockSplitter } from './splitBlocks.ts'

interface MarkdownProps {
  readonly text: string
  /** While it grows, half-finished marks at its end are read as if they were closed. */
  readonly isLive: boolean
}

/** Text of a model as elements: GFM, code, formulas; never HTML, never a picture from elsewhere. */
export function Markdown({ text, isLive }: MarkdownProps): ReactNode {
  const [split] = useState(createBlockSplitter)
  const { finished, from } = split(text)
  const tail = text.slice(from)
  return (
    <div className={styles.markdown}>
      {finished.map((block, index) => (
        <Block key={index} text={block} />
      ))}
      <Block text={isLive ? remend(tail, { linkMode: 'text-only' }) : tail} />
    </div>
  )
}

const Block = memo(function Block({ text }: { readonly text: string }): ReactNode {
  return renderTokens(lexMarkdown(text))
})
