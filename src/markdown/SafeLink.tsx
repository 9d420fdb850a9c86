import type { ReactNode } from 'react'

import styles from './Markdown.module.css'
import { readAddress } from './readAddress.ts'
import { showInvisible } from '../lib/showInvisible.ts'

interface SafeLinkProps {
  readonly address: string
  readonly children: ReactNode
}

/** A link whose host is shown beside it, so that it is known before it is followed. */
export function SafeLink({ address, children }: SafeLinkProps): ReactNode {
  const target = readAddress(address)
  if (target === undefined)
    return (
      <>
        {children} <span className={styles.host}>({showInvisible(address)})</span>
      </>
    )
  return (
    <>
      <a href={target.href} rel="noopener noreferrer nofollow" target="_blank" title={target.href}>
        {children}
      </a>{' '}
      <span className={styles.host}>({target.shown})</span>
    </>
  )
}
