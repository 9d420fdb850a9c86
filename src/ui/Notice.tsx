import type { ReactNode } from 'react'

import { Icon } from './Icon.tsx'
import styles from './Notice.module.css'

interface NoticeProps {
  readonly kind: 'information' | 'warning'
  readonly title: string
  /** What is safe, and what to do. */
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** A designed line for something that happened; it stays until it no longer holds. */
export function Notice({ kind, title, children, actions }: NoticeProps): ReactNode {
  return (
    <div
      className={`${styles.notice} ${styles[kind]}`}
      role={kind === 'warning' ? 'alert' : undefined}
    >
      {kind === 'warning' ? <Icon name="warning" /> : null}
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        {children === undefined ? null : <div className={styles.body}>{children}</div>}
        {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  )
}
