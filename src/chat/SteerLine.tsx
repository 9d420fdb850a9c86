import type { ReactNode } from 'react'

import { Button } from '../ui/Button.tsx'
import type { LiveAnswer } from './liveAnswer.ts'
import styles from './SteerLine.module.css'
import type { Steer } from './steering.ts'

interface SteerLineProps {
  readonly live: LiveAnswer
  readonly onSteer: (steer: Steer) => void
  readonly onStop: () => void
}

/** How much hotter one press makes it: enough to leave a loop, and R1 still makes sense. */
const hotter = 0.2

/** What can be done with a thought while it grows; where it goes round in circles, that too. */
export function SteerLine({ live, onSteer, onStop }: SteerLineProps): ReactNode {
  const { answer, phase, isLooping = false } = live
  const isOpen = answer.parts.at(-1)?.kind === 'reasoning'
  if (!isOpen || phase.kind === 'waiting') return null
  const isBusy = phase.kind !== 'thinking'
  return (
    <div className={isLooping ? `${styles.line} ${styles.looping}` : styles.line}>
      {isLooping ? <output>The thought goes round in circles.</output> : null}
      <Button disabled={isBusy} onClick={() => onSteer({ kind: 'answer now' })} size="s">
        Answer now
      </Button>
      <Button disabled={isBusy} onClick={() => onSteer({ kind: 'think longer' })} size="s">
        Think longer
      </Button>
      {isLooping ? (
        <>
          <Button
            disabled={isBusy}
            onClick={() => onSteer({ kind: 'raise temperature', by: hotter })}
            size="s"
          >
            Raise temperature
          </Button>
          <Button disabled={isBusy} onClick={onStop} size="s">
            Stop here
          </Button>
        </>
      ) : null}
    </div>
  )
}
