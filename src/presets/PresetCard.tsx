import type { ReactNode } from 'react'
import { useId } from 'react'

import { Button, IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import type { PresetContent } from './preset.ts'
import styles from './Presets.module.css'

interface PresetCardProps {
  readonly preset: PresetContent
  readonly onUse: () => void
  readonly onShare: () => void
  readonly onDuplicate: () => void
  /** Not for those that come with the app. */
  readonly onEdit?: (() => void) | undefined
  readonly onDelete?: (() => void) | undefined
}

export function PresetCard(props: PresetCardProps): ReactNode {
  const { preset, onUse, onShare, onDuplicate, onEdit, onDelete } = props
  const id = useId()
  return (
    <article aria-labelledby={id} className={styles.preset}>
      <h4 id={id}>{preset.name}</h4>
      <p>{preset.question}</p>
      <footer className={styles.actions}>
        <Button onClick={onUse} size="s">
          Use
        </Button>
        <IconButton icon={<Icon name="share" />} label="Share preset" onClick={onShare} size="s" />
        <IconButton icon={<Icon name="copy" />} label="Duplicate" onClick={onDuplicate} size="s" />
        {onEdit === undefined ? null : (
          <IconButton icon={<Icon name="edit" />} label="Edit" onClick={onEdit} size="s" />
        )}
        {onDelete === undefined ? null : (
          <IconButton icon={<Icon name="trash" />} label="Delete" onClick={onDelete} size="s" />
        )}
      </footer>
    </article>
  )
}
