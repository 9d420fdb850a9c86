import type { ReactNode } from 'react'

import styles from './ProgressBar.module.css'

interface ProgressBarProps {
  readonly label: string
  readonly value: number
  readonly max: number
}

/** How much of something is done. */
export function ProgressBar({ label, value, max }: ProgressBarProps): ReactNode {
  return <progress aria-label={label} className={styles.bar} max={max} value={value} />
}
