import type { ReactNode, SyntheticEvent } from 'react'
import { useEffect, useRef } from 'react'

import { Button, IconButton } from '../../ui/Button.tsx'
import { SelectField } from '../../ui/Field.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { replaySpeeds, type ReplaySpeed } from './player.ts'
import styles from './Replay.module.css'

interface ReplayControlsProps {
  readonly position: number
  readonly durationMs: number
  readonly isPlaying: boolean
  readonly speed: ReplaySpeed
  /** What the reply does at this place, for the slider's own words. */
  readonly phase: string
  readonly onToggle: () => void
  readonly onSeek: (ms: number) => void
  readonly onSpeed: (speed: ReplaySpeed) => void
  readonly onClose: () => void
}

/** Play and pause, a slider through the time, the speed, and the way out. */
export function ReplayControls(props: ReplayControlsProps): ReactNode {
  const { position, durationMs, isPlaying, speed, phase } = props
  const button = useRef<HTMLButtonElement>(null)
  // Who opened it by the keyboard goes on from here: the button that was pressed is gone.
  useEffect(() => button.current?.focus({ preventScroll: true }), [])
  /** The focus goes back to where the replay was opened, which stands there again after this. */
  function close({ currentTarget }: SyntheticEvent): void {
    const message = currentTarget.closest('article')
    props.onClose()
    requestAnimationFrame(() => {
      message
        ?.querySelector<HTMLElement>('button[aria-label="Replay"]')
        ?.focus({ preventScroll: true })
    })
  }
  const clock = `${toSeconds(position)} of ${toSeconds(durationMs)} s`
  return (
    // Escape leaves them, wherever in them the focus is.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <fieldset
      aria-label="Replay controls"
      className={styles.controls}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        // Taken here: it does not stop a reply as well.
        event.preventDefault()
        close(event)
      }}
    >
      <IconButton
        icon={<Icon name={isPlaying ? 'pause' : 'play'} />}
        label={isPlaying ? 'Pause' : 'Play'}
        onClick={props.onToggle}
        ref={button}
        size="s"
      />
      <input
        aria-label="Position"
        aria-valuetext={`${clock}, ${phase}`}
        max={durationMs}
        min={0}
        onChange={(event) => props.onSeek(Number(event.target.value))}
        // A hundredth of it for an arrow key, a tenth for Page Up and Page Down.
        step="any"
        type="range"
        value={position}
      />
      <span className={styles.clock}>{clock}</span>
      <SelectField
        choices={replaySpeeds.map((name) => [name, `${name}×`] as const)}
        label="Speed"
        onChange={props.onSpeed}
        value={speed}
      />
      <Button onClick={close} size="s">
        Close replay
      </Button>
    </fieldset>
  )
}

/** To the tenth: a small model's reply is over in two or three of them. */
const toSeconds = (ms: number): string => (ms / 1000).toFixed(1)
