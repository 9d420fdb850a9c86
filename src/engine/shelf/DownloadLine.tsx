import type { ReactNode } from 'react'
import { useStore } from 'zustand'

import { Button, IconButton } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import type { ModelId } from '../engine.ts'
import { describeFailure } from '../engineWords.ts'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { describeWork } from './describeWork.ts'
import styles from './DownloadLine.module.css'
import type { ModelShelf } from './modelShelf.ts'
import type { Outcome, ShelfState, Work } from './shelfState.ts'

interface DownloadLineProps {
  readonly shelf: ModelShelf
  readonly nameOf: (id: ModelId) => string
  readonly onOpen: () => void
}

/** How the models that are on their way are getting on, for somebody who chats meanwhile. */
export function DownloadLine({ shelf, nameOf, onOpen }: DownloadLineProps): ReactNode {
  const state = useStore(shelf)
  return linesOf(state).map(({ id, work, outcome }) => (
    <fieldset aria-label={`Download of ${nameOf(id)}`} className={styles.line} key={id}>
      <p>
        <b>{nameOf(id)}</b> {work === undefined ? endWords(outcome) : describeWork(work)}
      </p>
      {work === undefined ? (
        <>
          <Button kind="quiet" onClick={() => void shelf.obtain(id, 'use')} size="s">
            Resume
          </Button>
          <IconButton
            icon={<Icon name="close" />}
            label="Hide"
            onClick={() => shelf.dismiss(id)}
            size="s"
          />
        </>
      ) : (
        <Button kind="quiet" onClick={onOpen} size="s">
          Show
        </Button>
      )}
      {work !== undefined && 'total' in work && work.total > 0 ? (
        <ProgressBar label={nameOf(id)} max={work.total} value={work.bytes} />
      ) : null}
    </fieldset>
  ))
}

interface Line {
  readonly id: ModelId
  readonly work: Work | undefined
  readonly outcome: Outcome | undefined
}

/** Models that are coming, and those that stopped on the way and could go on. */
function linesOf({ work, outcomes, installed }: ShelfState): readonly Line[] {
  const coming = [...work].map(([id, now]) => ({ id, work: now, outcome: undefined }))
  const stopped = [...outcomes]
    .filter(([id, { kind }]) => !work.has(id) && (kind === 'failed' || kind === 'paused'))
    .filter(([id]) => installed.get(id)?.state === 'begun')
    .map(([id, outcome]) => ({ id, work: undefined, outcome }))
  return [...coming, ...stopped]
}

function endWords(outcome: Outcome | undefined): string {
  if (outcome?.kind !== 'failed') return 'is paused.'
  return `stopped on the way: ${describeFailure(outcome.error).title}.`
}
