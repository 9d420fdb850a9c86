import type { ReactNode } from 'react'
import { lazy, Suspense } from 'react'

import { ScrollRegion } from '../ui/ScrollRegion.tsx'
import { FallbackBoundary } from './FallbackBoundary.tsx'
import styles from './Markdown.module.css'

interface FormulaProps {
  readonly formula: string
  readonly isBlock: boolean
}

const FormulaElements = lazy(async () => ({
  default: (await import('./FormulaElements.tsx')).FormulaElements,
}))

/** A formula as MathML; as its own text until KaTeX is here, or if it cannot be read. */
export function Formula({ formula, isBlock }: FormulaProps): ReactNode {
  const source = <code className={styles.formulaSource}>{formula}</code>
  const element = (
    <FallbackBoundary fallback={source}>
      <Suspense fallback={source}>
        <FormulaElements fallback={source} formula={formula} isBlock={isBlock} />
      </Suspense>
    </FallbackBoundary>
  )
  if (!isBlock) return element
  return (
    <ScrollRegion className={styles.formulaBlock} inline label="Formula">
      <span className={styles.formulaWidth}>{element}</span>
    </ScrollRegion>
  )
}
