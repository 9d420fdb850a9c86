import type { ReactNode } from 'react'
import { useSyncExternalStore } from 'react'

import { Dialog } from '../../ui/Dialog.tsx'
import { ContextBar } from './ContextBar.tsx'
import barStyles from './ContextBar.module.css'
import styles from './ContextDialog.module.css'
import type { ContextMeterProps } from './ContextMeter.tsx'
import {
  describeUse,
  formatCount,
  shareKinds,
  shareWords,
  type ContextUse,
  type ShareKind,
} from './contextUse.ts'
import { NextQuestion } from './NextQuestion.tsx'
import type { ShownUse } from './useContextUse.ts'

interface ContextDialogProps extends ContextMeterProps {
  readonly shown: ShownUse
  readonly onClose: () => void
}

/** What fills the context, share by share, and what the next question takes along. */
export function ContextDialog(props: ContextDialogProps): ReactNode {
  const { context, shown, onClose } = props
  const { answer, live, size, use } = shown
  const model = answer?.model ?? ''
  const chosen = useSyncExternalStore(context.subscribe, () => context.chosenFor(model))
  const name = context.recordOf(model)?.name ?? model
  return (
    <Dialog onClose={onClose} title="Context">
      <div className={styles.content}>
        <p>
          All that {name} can hold at once is {formatCount(size)} tokens.
          {chosen === size
            ? ''
            : ` ${formatCount(chosen)} are chosen, and hold once it is loaded again.`}
        </p>
        <section aria-label={live === undefined ? 'The last reply' : 'This reply'}>
          <h3>{live === undefined ? 'The last reply' : 'This reply, as it grows'}</h3>
          {use === undefined ? (
            <p>Its tokens are counted by its model: load {name} to see them.</p>
          ) : (
            <>
              <p className={styles.bar}>
                <ContextBar use={use} />
                {describeUse(use)}
              </p>
              <Shares use={use} />
              <p className={styles.note}>
                Counted from the prompt as the model reads it: tokens of its template count for what
                they stand beside.
              </p>
            </>
          )}
        </section>
        <NextQuestion {...props} isLive={live !== undefined} model={model} size={size} />
      </div>
    </Dialog>
  )
}

function Shares({ use }: { readonly use: ContextUse }): ReactNode {
  const rows: readonly (readonly [ShareKind | 'free', string, number])[] = [
    ...shareKinds
      .filter((kind) => kind !== 'kept thought' || use.tokens[kind] > 0)
      .map((kind) => [kind, shareWords[kind], use.tokens[kind]] as const),
    ['free', 'Free', use.free],
  ]
  return (
    <table className={styles.shares}>
      <thead>
        <tr>
          <th scope="col">Share</th>
          <th scope="col">Tokens</th>
          <th scope="col">Of all</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([kind, words, tokens]) => (
          <tr key={kind}>
            <th scope="row">
              <span aria-hidden className={barStyles.swatch} data-share={kind} />
              {words}
            </th>
            <td data-share={kind}>{formatCount(tokens)}</td>
            <td>{formatPercent(tokens / use.size)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const formatPercent = (part: number): string =>
  part > 0 && part < 0.01 ? 'under 1 %' : `${Math.round(part * 100)} %`
