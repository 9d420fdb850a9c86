import type { ReactNode } from 'react'
import { Fragment } from 'react'

import { describeFigures, detailFigures } from './formatFigures.ts'
import styles from './StatsLine.module.css'
import type { TurnFigures } from './turnFigures.ts'

/** The figures of a reply: one line, and all of them a tap away. */
export function StatsLine({ figures }: { readonly figures: TurnFigures }): ReactNode {
  return (
    <details className={styles.stats} data-part="stats">
      <summary>
        {describeFigures(figures).map((figure, index) => (
          <Fragment key={figure}>
            {index === 0 ? null : ' · '}
            <span>{figure}</span>
          </Fragment>
        ))}
      </summary>
      <dl>
        {detailFigures(figures).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
