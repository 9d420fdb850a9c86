import type { ReactNode } from 'react'

import type { CatalogueRecord } from '../catalogue/record.ts'
import type { InstalledModel } from '../installed/installedModel.ts'
import { describeQuantization } from './describeFit.ts'
import styles from './CardDetails.module.css'
import { describeLibrary, describeWeights } from './describeSource.ts'

interface CardDetailsProps {
  readonly record: CatalogueRecord
  /** As it was fetched: it knows the commit. */
  readonly installed: InstalledModel | undefined
}

/** What the model's card says of it, its licence, and where its files come from; opened on demand. */
export function CardDetails({ record, installed }: CardDetailsProps): ReactNode {
  const isHere = installed !== undefined && installed.state !== 'added'
  const sources = [...new Set(record.figures.map(({ source }) => source))]
  return (
    <details className={styles.details}>
      <summary>Figures, licence and source</summary>
      {record.figures.length === 0 ? null : (
        <table>
          <caption>
            As {sources.join(' and ')} gives them, in percent unless named otherwise
          </caption>
          <tbody>
            {record.figures.map(({ benchmark, value }) => (
              <tr key={benchmark}>
                <th scope="row">{benchmark}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <dl>
        <dt>Licence</dt>
        <dd>{record.licence}</dd>
        <dt>Build</dt>
        <dd>
          {record.quantization}: {describeQuantization(record.quantization)}
        </dd>
        <dt>Weights</dt>
        <dd>{describeWeights(installed?.record ?? record, isHere)}</dd>
        <dt>Library</dt>
        <dd>{describeLibrary(record)}</dd>
      </dl>
    </details>
  )
}
