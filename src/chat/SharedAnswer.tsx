import type { ReactNode } from 'react'
import { lazy, Suspense, useState } from 'react'

import { Thought } from '../reasoning/Thought.tsx'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import styles from './AnswerItem.module.css'
import { AnswerText } from './AnswerText.tsx'
import { ReplayParts } from './replay/ReplayParts.tsx'
import { partsOfShared, type SharedTurn } from './sharedTurns.ts'

/** Loaded when one is first asked for. */
const ReplayView = lazy(async () => ({
  default: (await import('./replay/ReplayView.tsx')).ReplayView,
}))

/** The answer of a turn from elsewhere, to read, or to watch as it may have grown. */
export function SharedAnswer({ turn }: { readonly turn: SharedTurn }): ReactNode {
  const [isReplayed, setIsReplayed] = useState(false)
  // The same parts at each drawing: a replay begins anew with others.
  const [parts] = useState(() => partsOfShared(turn))
  return (
    <article aria-label="Answer" className={styles.answer}>
      {isReplayed ? (
        <Suspense>
          <ReplayView
            renderShown={(shown) => <ReplayParts {...shown} display="follow" figures={null} />}
            figures={null}
            onClose={() => setIsReplayed(false)}
            parts={parts}
            timing={null}
          />
        </Suspense>
      ) : (
        <>
          {turn.thought === '' ? null : (
            <Thought display="peek" isLive={false} ms={0} text={turn.thought} tokens={0} />
          )}
          <div data-part="answer">
            <AnswerText isLive={false} text={turn.answer} />
          </div>
        </>
      )}
      <p className={styles.ending}>
        {turn.isWhole ? '' : 'It was broken off here. '}
        {turn.model === '' ? '' : `Said to be by ${turn.model}.`}
      </p>
      {isReplayed ? null : (
        <footer>
          <Button aria-label="Replay" onClick={() => setIsReplayed(true)} size="s">
            <Icon name="replay" /> Replay
          </Button>
        </footer>
      )}
    </article>
  )
}
