import type { ReactNode } from 'react'

import { Button, IconButton } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Icon } from '../ui/Icon.tsx'
import { canContinue, textOf } from './answer.ts'
import styles from './AnswerActions.module.css'
import type { Answer, MessageId } from './message.ts'
import type { Version } from './messageTree.ts'
import { VersionSwitch } from './VersionSwitch.tsx'

interface AnswerActionsProps {
  readonly answer: Answer
  readonly version: Version
  readonly isLive: boolean
  readonly isElsewhere: boolean
  /** No other reply can begin while one is being written in this chat. */
  readonly busy: boolean
  /** None where other ways on stand in its place. */
  readonly onContinue: (() => void) | undefined
  readonly onTryAgain: () => void
  readonly onShowPrompt: () => void
  readonly onShare: () => void
  readonly onReplay: () => void
  readonly onDelete: () => void
  readonly onShow: (message: MessageId) => void
  /** Ways to change the reply. */
  readonly steer: ReactNode
}

export function AnswerActions(props: AnswerActionsProps): ReactNode {
  const { answer, version, isLive, busy, onContinue, onTryAgain, onShowPrompt, onDelete, onShow } =
    props
  const hasThought = textOf(answer, 'reasoning') !== ''
  const hasAnswer = textOf(answer, 'answer') !== ''
  if (isLive) return null
  return (
    <footer className={styles.actions}>
      {onContinue !== undefined && canContinue(answer, isLive) && !props.isElsewhere ? (
        <Button disabled={busy} onClick={onContinue} size="s">
          <Icon name="play" /> Continue
        </Button>
      ) : null}
      <VersionSwitch onShow={onShow} version={version} />
      {hasAnswer ? <CopyButton label="Copy answer" text={() => textOf(answer, 'answer')} /> : null}
      {hasThought ? (
        <CopyButton
          icon="copyLines"
          label="Copy thought"
          text={() => textOf(answer, 'reasoning')}
        />
      ) : null}
      <IconButton
        disabled={busy}
        icon={<Icon name="retry" />}
        label="Try again"
        onClick={onTryAgain}
        size="s"
      />
      {props.isElsewhere ? null : props.steer}
      {hasThought || hasAnswer ? (
        <IconButton
          icon={<Icon name="replay" />}
          label="Replay"
          onClick={props.onReplay}
          size="s"
        />
      ) : null}
      <IconButton icon={<Icon name="prompt" />} label="Prompt" onClick={onShowPrompt} size="s" />
      <IconButton
        icon={<Icon name="share" />}
        label="Share turn"
        onClick={props.onShare}
        size="s"
      />
      <IconButton icon={<Icon name="trash" />} label="Delete answer" onClick={onDelete} size="s" />
    </footer>
  )
}
