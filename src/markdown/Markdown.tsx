import type { ReactNode } from 'react'
import { memo, startTransition, useEffect, useState } from 'react'

import { lexMarkdown, mendBlock } from './lexMarkdown.ts'
import styles from './Markdown.module.css'
import { renderTokens } from './renderTokens.tsx'
import { createBlockSplitter } from './splitBlocks.ts'

interface MarkdownProps {
  readonly text: string
  /** While it grows, half-finished marks at its end are read as if they were closed. */
  readonly isLive: boolean
}

/** Text of a model as elements: GFM, code, formulas; never HTML, never a picture from elsewhere. */
export const Markdown = memo(function Markdown({ text, isLive }: MarkdownProps): ReactNode {
  const [split] = useState(createBlockSplitter)
  const { groups } = split(text)
  const [isWhole, setIsWhole] = useState(isLive || groups.length <= groupsAtOnce)
  useEffect(() => {
    if (!isWhole) startTransition(() => setIsWhole(true))
  }, [isWhole])
  return (
    <div className={styles.markdown}>
      {groups.map((blocks, index) =>
        isWhole || index >= groups.length - groupsAtOnce ? (
          <Group blocks={blocks} growsAtEnd={isLive && index === groups.length - 1} key={index} />
        ) : null,
      )}
    </div>
  )
})

/** A long stored text is drawn from its end, where a chat opens; what is above comes without a long task. */
const groupsAtOnce = 2

interface GroupProps {
  readonly blocks: readonly string[]
  readonly growsAtEnd: boolean
}

/** A block keeps its place in its group from its first letter on: finishing it draws nothing anew. */
const Group = memo(function Group({ blocks, growsAtEnd }: GroupProps): ReactNode {
  return (
    <div className={styles.group}>
      {blocks.map((block, index) => (
        <Block
          key={index}
          text={growsAtEnd && index === blocks.length - 1 ? mendBlock(block) : block}
        />
      ))}
    </div>
  )
})

const Block = memo(function Block({ text }: { readonly text: string }): ReactNode {
  return renderTokens(lexMarkdown(text))
})
