import type { ReactNode } from 'react'
import { useMemo } from 'react'

import type { TurnFigures } from '../../stats/turnFigures.ts'
import type { Part } from '../message.ts'
import { createPartsCutter } from './cutParts.ts'
import { evenTiming, measuredSpeed, plainSpeed } from './evenTiming.ts'
import styles from './Replay.module.css'
import { ReplayControls } from './ReplayControls.tsx'
import { createReplayTrack, type ReplayMoment, type ReplayShown } from './replayTrack.ts'
import type { TurnTiming } from './turnTiming.ts'
import { usePlayer } from './usePlayer.ts'

interface ReplayViewProps {
  readonly parts: readonly Part[]
  readonly figures: TurnFigures | null
  /** Null where nobody kept the times of this reply. */
  readonly timing: TurnTiming | null
  /** Draws a reply as it stood: handed in, as the window has it already, and this is loaded late. */
  readonly renderShown: (shown: ReplayShown) => ReactNode
  readonly onClose: () => void
}

/** A stored reply as it grew: it looks as it did then, and nothing of it is changed. */
export function ReplayView({
  parts,
  figures,
  timing,
  renderShown,
  onClose,
}: ReplayViewProps): ReactNode {
  const track = useMemo(
    () => createReplayTrack(parts, timing ?? evenTiming(parts, figures)),
    [parts, figures, timing],
  )
  const cut = useMemo(() => createPartsCutter(parts), [parts])
  const player = usePlayer(track.durationMs)
  const moment = track.at(player.position)
  const shown = cut(moment.characters)
  const words = phaseWords[moment.phase]
  return (
    <div className={styles.replay} data-part="replay">
      <div className={styles.head}>
        <p>{describeSource(timing, figures)}</p>
        <ReplayControls
          {...player}
          durationMs={track.durationMs}
          onClose={onClose}
          phase={words.toLowerCase()}
        />
      </div>
      <output className="visually-hidden">{words}</output>
      {renderShown({ parts: shown, moment, isWhole: shown.length === parts.length })}
    </div>
  )
}

const phaseWords: Readonly<Record<ReplayMoment['phase'], string>> = {
  'reading the prompt': 'Reading the prompt',
  thinking: 'Thinking',
  answering: 'Answering',
  ended: 'End of the replay',
}

/** Where the speed comes from, said before anybody takes it for what it is not. */
function describeSource(timing: TurnTiming | null, figures: TurnFigures | null): string {
  if (timing !== null) return 'Replay, at the speed at which it was written.'
  const measured = measuredSpeed(figures)
  const speed =
    measured === undefined
      ? `${plainSpeed} characters a second`
      : `its measured ${measured.toFixed(measured < 10 ? 1 : 0)} tokens a second`
  return `Replay. No times were kept of this reply: it plays evenly, at ${speed}.`
}
