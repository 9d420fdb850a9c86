import type { ReactNode } from 'react'
import { useId, useRef } from 'react'

import { Button, IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import styles from './SteerMenu.module.css'

export type Tool = 'thought' | 'answer' | 'branch' | 'compare'

interface SteerMenuProps {
  readonly hasThought: boolean
  readonly hasAnswer: boolean
  readonly hasVersions: boolean
  readonly busy: boolean
  readonly onThinkLonger: () => void
  readonly onChoose: (tool: Tool) => void
}

/** What can be done with a reply that has ended: the likeliest at hand, the rest a press away. */
export function SteerMenu(props: SteerMenuProps): ReactNode {
  const { hasThought, hasAnswer, hasVersions, busy, onThinkLonger, onChoose } = props
  const menu = useRef<HTMLDivElement>(null)
  const id = useId()
  const choose = (tool: Tool): void => {
    menu.current?.hidePopover()
    onChoose(tool)
  }
  return (
    <>
      {hasThought ? (
        <>
          <IconButton
            disabled={busy}
            icon={<Icon name="edit" />}
            label="Edit thought"
            onClick={() => onChoose('thought')}
            size="s"
          />
          <IconButton
            disabled={busy}
            icon={<Icon name="longer" />}
            label="Think longer"
            onClick={onThinkLonger}
            size="s"
          />
        </>
      ) : null}
      <span className={styles.anchor}>
        <IconButton
          icon={<Icon name="branch" />}
          label="Change this reply"
          popoverTarget={id}
          size="s"
        />
        <div className={styles.menu} id={id} popover="auto" ref={menu}>
          <Button disabled={busy} kind="quiet" onClick={() => choose('branch')} size="s">
            Branch from here
          </Button>
          <Button disabled={busy} kind="quiet" onClick={() => choose('answer')} size="s">
            {hasAnswer ? 'Edit answer' : 'Begin the answer'}
          </Button>
          {hasVersions ? (
            <Button kind="quiet" onClick={() => choose('compare')} size="s">
              Compare versions
            </Button>
          ) : null}
        </div>
      </span>
    </>
  )
}
