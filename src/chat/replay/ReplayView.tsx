import type { ReactNode } from 'react'
import { useMemo } from 'react'

import { Thought } from '../../reasoning/Thought.tsx'
import { formatRate } from '../../stats/formatFigures.ts'
import type { TurnFigures } from '../../stats/turnFigures.ts'
import { AnswerText } from '../AnswerText.tsx'
import { describeMarks } from '../describeMarks.ts'
import type { Part } from '../message.ts'
import { createPartsCutter } from './cutParts.ts'
import { evenTiming, hasSpeed, plainSpeed } from './evenTiming.ts'
import styles from './Replay.module.css'
import { ReplayControls } from './ReplayControls.tsx'
import { createReplayTrack, type ReplayMoment } from './replayTrack.ts'
import type { TurnTiming } from './turnTiming.ts'
import { usePlayer } from './usePlayer.ts'

interface ReplayViewProps {
  readonly parts: readonly Part[]
  readonly figures: TurnFigures | null
  /** Null where nobody kept the times of this reply. */
  readonly timing: TurnTiming | null
  readonly display: 'follow' | 'peek' | 'closed'
  readonly onClose: () => void
}

/** A stored reply as it grew: it looks as it did then, and nothing of it is changed. */
export function ReplayView(props: ReplayViewProps): ReactNode {
  const { parts, figures, timing, display, onClose } = props
  const track = useMemo(
    () => createReplayTrack(parts, timing ?? evenTiming(parts, figures)),
    [parts, figures, timing],
  )
  const cut = useMemo(() => createPartsCutter(parts), [parts])
  const player = usePlayer(track.durationMs)
  const moment = track.at(player.position)
  const shown = cut(moment.characters)
  return (
    <div className={styles.replay} data-part="replay">
      <div className={styles.head}>
        <p>{describeSource(timing, figures)}</p>
        <ReplayControls
          {...player}
          durationMs={track.durationMs}
          onClose={onClose}
          phase={phaseWords[moment.phase].toLowerCase()}
        />
      </div>
      <output className="visually-hidden">{phaseWords[moment.phase]}</output>
      {shown.map((part, index) => (
        <ReplayPart
          display={display}
          figures={figures}
          isLast={index === shown.length - 1}
          isWhole={index === parts.length - 1}
          key={index}
          moment={moment}
          part={part}
        />
      ))}
      {moment.phase === 'reading the prompt' ? (
        <p className={styles.words}>{phaseWords[moment.phase]}</p>
      ) : null}
      {describeMarks({ parts: shown }).map((sentence) => (
        <p className={styles.words} data-part="mark" key={sentence}>
          {sentence}
        </p>
      ))}
    </div>
  )
}

interface ReplayPartProps extends Pick<ReplayViewProps, 'figures' | 'display'> {
  readonly part: Part
  readonly moment: ReplayMoment
  readonly isLast: boolean
  /** Nothing comes after it in the stored reply. */
  readonly isWhole: boolean
}

function ReplayPart(props: ReplayPartProps): ReactNode {
  const { part, moment, figures, display, isLast, isWhole } = props
  if (part.kind === 'answer')
    return (
      <div data-part="answer">
        <AnswerText isLive={isLast && moment.phase !== 'ended'} text={part.text.trimStart()} />
      </div>
    )
  // A closed thought folds before its answer's first word, as it did then.
  const isGrowing = isLast && (moment.phase === 'thinking' || moment.phase === 'reading the prompt')
  if (part.text.trim() === '' && !isGrowing) return null
  // What nobody counted is not counted here either; what was, ends at what was counted.
  const tokens = figures === null ? 0 : isGrowing ? moment.thoughtTokens : figures.reasoningTokens
  const ms = isGrowing || figures === null ? moment.thoughtMs : figures.reasoningMs
  return (
    <Thought
      display={display}
      isLast={isLast && isWhole}
      isLive={isGrowing}
      ms={ms}
      text={part.text}
      tokens={tokens}
    />
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
  const speed = hasSpeed(figures)
    ? `its measured ${formatRate(figures.decodedTokens, figures.decodeMs)}`
    : `${plainSpeed} characters/s`
  return `Replay. No times were kept of this reply: it plays evenly, at ${speed}.`
}
