import type { ReactNode } from 'react'
import { lazy, Suspense } from 'react'

import { CopyButton } from '../ui/CopyButton.tsx'
import { ScrollRegion } from '../ui/ScrollRegion.tsx'
import styles from './CodeBlock.module.css'
import { FallbackBoundary } from './FallbackBoundary.tsx'
import { showInvisible } from '../lib/showInvisible.ts'

const ColouredCode = lazy(async () => ({
  default: (await import('./ColouredCode.tsx')).ColouredCode,
}))

interface CodeBlockProps {
  readonly language: string
  readonly text: string
}

/** Code with its language, to copy; colours come when their part of the app has been loaded. */
export function CodeBlock({ language, text }: CodeBlockProps): ReactNode {
  const name = language.split(/\s/)[0]?.toLowerCase() ?? ''
  const shown = showInvisible(text)
  return (
    <figure className={styles.block}>
      <figcaption>
        <span>{name === '' ? 'text' : name}</span>
        <CopyButton label="Copy code" text={() => text} />
      </figcaption>
      <ScrollRegion className={styles.scroller} label="Code">
        <pre>
          <code>
            <FallbackBoundary fallback={shown}>
              <Suspense fallback={shown}>
                <ColouredCode language={name} text={shown} />
              </Suspense>
            </FallbackBoundary>
          </code>
        </pre>
      </ScrollRegion>
    </figure>
  )
}
