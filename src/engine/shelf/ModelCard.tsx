import type { ReactNode } from 'react'
import { useId, useState } from 'react'

import { formatBytes, formatTokens } from '../../lib/formatAmount.ts'
import { Button } from '../../ui/Button.tsx'
import { SelectField } from '../../ui/Field.tsx'
import { contextPrices } from '../catalogue/contextPrice.ts'
import type { Fit } from '../catalogue/fit.ts'
import { memoryNeed } from '../catalogue/memory.ts'
import type { CatalogueRecord } from '../catalogue/record.ts'
import { CardDetails } from './CardDetails.tsx'
import { ConfirmDelete } from './ConfirmDelete.tsx'
import { describeReasons, verdictWords } from './describeFit.ts'
import type { DeletePlan } from './keeping.ts'
import styles from './ModelCard.module.css'
import { type Action, actionsOf, type Situation } from './modelActions.ts'
import type { Progress } from './shelfState.ts'
import { WorkLine } from './WorkLine.tsx'

export interface ModelCardProps {
  readonly record: CatalogueRecord
  readonly title: string
  /** Undefined until the device has been looked at. */
  readonly fit: Fit | undefined
  readonly isBest: boolean
  readonly situation: Situation
  readonly progress: Progress | undefined
  readonly context: number
  /** What a loaded model is ready with. */
  readonly status: string | undefined
  /** Why the engine could not load it. */
  readonly failure: string | undefined
  /** Where it is, or how much would come from where. */
  readonly place: string
  readonly builds: readonly (readonly [id: string, words: string])[]
  readonly onBuild: (id: string) => void
  readonly onContext: (tokens: number) => void
  readonly onAction: (action: Action) => void
  readonly onPlanDelete: () => Promise<DeletePlan | undefined>
}

/** Above this a cancelled download is asked about: it took a while to come. */
const muchToLose = 100e6

/** One model: whether it runs here and why, what it costs, what it is doing, and what can be done. */
export function ModelCard(props: ModelCardProps): ReactNode {
  const { record, title, fit, isBest, situation, progress, context, place, onAction } = props
  const titleId = useId()
  const [asked, setAsked] = useState<'Delete' | 'Cancel' | null>(null)
  const [kept, setKept] = useState<'Delete' | 'Cancel' | null>(null)
  const actions = actionsOf(situation)
  const act = (action: Action): void => {
    setKept(null)
    const loses = action === 'Cancel' && (progress?.bytes ?? 0) > muchToLose
    if (action === 'Delete' || (loses && situation.engine === 'none')) setAsked(action)
    else onAction(action)
  }
  return (
    <article aria-labelledby={titleId} className={styles.card}>
      <header className={styles.head}>
        <h4 id={titleId}>{title}</h4>
        {isBest ? <span className={styles.best}>Best for this device</span> : null}
        {fit === undefined ? null : (
          <span className={styles.verdict} data-verdict={fit.verdict}>
            {verdictWords[fit.verdict]}
          </span>
        )}
      </header>
      {record.description === undefined ? null : (
        <p className={styles.text}>{record.description}</p>
      )}
      <p className={styles.facts}>
        {place} · {formatBytes(memoryNeed(record, context).total)} of memory with{' '}
        {formatTokens(context)} of context
      </p>
      {fit === undefined
        ? null
        : describeReasons(fit).map((words) => (
            <p className={styles.text} key={words}>
              {words}
            </p>
          ))}
      <WorkLine
        failure={props.failure}
        status={props.status}
        engine={situation.engine}
        outcome={situation.outcome}
        progress={progress}
        work={situation.work}
      />
      {asked === null ? (
        <div className={styles.foot}>
          {actions.map((action, at) => (
            <Button
              disabled={action === 'Unload' && situation.engine === 'writing'}
              key={action}
              kind={at === 0 && isMain(action) ? 'primary' : 'plain'}
              onClick={() => act(action)}
              // Back to where the question began.
              ref={kept === action ? focusOnce : undefined}
              size="s"
            >
              {action}
            </Button>
          ))}
          <span className={styles.choices}>
            {props.builds.length > 1 ? (
              <SelectField
                choices={props.builds}
                label="Build"
                onChange={props.onBuild}
                value={record.id}
              />
            ) : null}
            <SelectField
              choices={contextPrices(record).map(({ tokens, total }) => [
                String(tokens),
                `${formatTokens(tokens)}, ${formatBytes(total)}`,
              ])}
              disabled={!['none', 'ready'].includes(situation.engine)}
              label="Context"
              onChange={(tokens) => props.onContext(Number(tokens))}
              value={String(context)}
            />
          </span>
        </div>
      ) : (
        <ConfirmDelete
          kind={asked}
          onAnswer={(yes) => {
            setAsked(null)
            setKept(yes ? null : asked)
            if (yes) onAction(asked)
          }}
          onPlan={props.onPlanDelete}
        />
      )}
      <CardDetails installed={props.situation.installed} record={record} />
    </article>
  )
}

const focusOnce = (element: HTMLElement | null): void => element?.focus()

const isMain = (action: Action): boolean =>
  action === 'Load' || action === 'Resume' || action === 'Repair'
