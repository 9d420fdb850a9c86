import type { ReactNode } from 'react'
import { memo, useEffect, useRef, useState } from 'react'

import type { LineKind } from '../lineKind.ts'
import styles from './Outline.module.css'
import type { Outline, OutlineEntry } from './outline.ts'

interface OutlineListProps {
  readonly id: string
  readonly outline: Outline
  readonly current: number
  /** About how many tokens the thought has before a place. */
  readonly tokensBefore: (at: number) => number
  readonly length: number
  readonly onJump: (line: number) => void
}

/**
 * Entries are drawn in groups of this many: a new one draws its group alone. Out of sight a group is not laid
 * out; the browser looks at each thing that may be put away in every frame, so that single ones cost more.
 */
const perGroup = 40
/** A long outline is drawn over some frames: all at once it would hold up the page. */
const groupsPerFrame = 2

const names: Readonly<Record<LineKind, string>> = {
  step: 'Step',
  check: 'Check',
  turn: 'Turn',
  close: 'Answer',
}

/** What a thought does, entry by entry, with about how many tokens each took; a press goes there. */
export function OutlineList(props: OutlineListProps): ReactNode {
  const { id, outline, current, tokensBefore, length, onJump } = props
  const { entries } = outline
  const list = useRef<HTMLElement>(null)
  const groups = Math.ceil(entries.length / perGroup)
  const [drawn, setDrawn] = useState(groupsPerFrame)
  useEffect(() => {
    if (drawn >= groups) return undefined
    const frame = requestAnimationFrame(() => setDrawn(drawn + groupsPerFrame))
    return () => cancelAnimationFrame(frame)
  }, [drawn, groups])
  useEffect(() => {
    // The list alone is moved: never the page.
    const box = list.current
    const item = current < 0 ? null : box?.querySelector('[aria-current]')
    if (!box || !item || box.contains(document.activeElement)) return
    const { top, bottom } = item.getBoundingClientRect()
    const edge = box.getBoundingClientRect()
    if (top < edge.top) box.scrollTop -= edge.top - top
    else if (bottom > edge.bottom) box.scrollTop += bottom - edge.bottom
  }, [current])
  return (
    <nav aria-label="Outline of the thought" className={styles.outline} id={id} ref={list}>
      {Array.from({ length: groups }, (_, group) => {
        const from = group * perGroup
        const to = Math.min(entries.length, from + perGroup)
        const isHere = current >= from && current < to
        if (group >= drawn && !isHere) return <ol className={styles.coming} key={group} />
        return (
          <Group
            current={current >= from && current < to ? current : -1}
            entries={entries}
            from={from}
            // Only the last one's tokens still grow.
            growing={to === entries.length ? tokensBefore(length) : 0}
            key={group}
            onJump={onJump}
            to={to}
            tokensBefore={tokensBefore}
          />
        )
      })}
    </nav>
  )
}

interface GroupProps {
  readonly entries: readonly OutlineEntry[]
  readonly from: number
  readonly to: number
  readonly current: number
  readonly growing: number
  readonly tokensBefore: (at: number) => number
  readonly onJump: (line: number) => void
}

const Group = memo(function Group(props: GroupProps): ReactNode {
  const { entries, from, to, current, growing, tokensBefore, onJump } = props
  const items = entries.slice(from, to).map(({ kind, label, at, line }, index) => {
    const next = entries[from + index + 1]
    const tokens = Math.max(
      0,
      (next === undefined ? growing : tokensBefore(next.at)) - tokensBefore(at),
    )
    return (
      <li data-kind={kind} key={line}>
        <button
          aria-current={from + index === current ? 'location' : undefined}
          onClick={() => onJump(line)}
          type="button"
        >
          <span className={styles.kind}>{names[kind]}</span>
          <span className={styles.label}>{label}</span>
          {growing === 0 && tokens === 0 ? null : (
            <span className={styles.tokens}>about {tokens} tokens</span>
          )}
        </button>
      </li>
    )
  })
  return <ol start={from + 1}>{items}</ol>
})
