import type { ReactNode } from 'react'

import styles from './ContextBar.module.css'
import { shareKinds, type ContextUse } from './contextUse.ts'

interface ContextBarProps {
  /** Undefined while it is not known: then it is empty. */
  readonly use: ContextUse | undefined
}

/** The shares of a context side by side; what it says stands beside it in words. */
export function ContextBar({ use }: ContextBarProps): ReactNode {
  return (
    <span aria-hidden className={styles.bar}>
      {shareKinds.map((kind) => {
        const part = use === undefined ? 0 : use.tokens[kind] / Math.max(use.size, use.used)
        return part === 0 ? null : (
          <span
            className={styles.share}
            data-share={kind}
            key={kind}
            style={{ inlineSize: `${part * 100}%` }}
          />
        )
      })}
    </span>
  )
}
