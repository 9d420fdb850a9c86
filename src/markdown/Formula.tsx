import type { ReactNode } from 'react'
import { Component, lazy, Suspense } from 'react'

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
    <FormulaBoundary fallback={source} key={formula}>
      <Suspense fallback={source}>
        <FormulaElements formula={formula} isBlock={isBlock} />
      </Suspense>
    </FormulaBoundary>
  )
  return isBlock ? <span className={styles.formulaBlock}>{element}</span> : element
}

interface BoundaryProps {
  readonly fallback: ReactNode
  readonly children: ReactNode
}

class FormulaBoundary extends Component<BoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }
  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children
  }
}
