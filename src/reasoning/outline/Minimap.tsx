import type { KeyboardEvent, PointerEvent, ReactNode } from 'react'
import { useEffect, useRef } from 'react'

import type { LineKind } from '../lineKind.ts'
import type { Outline } from './outline.ts'
import styles from './Outline.module.css'

interface MinimapProps {
  readonly outline: Outline
  /** The entry that one is at; -1 before the first. */
  readonly current: number
  /** Characters of the thought. */
  readonly length: number
  readonly sight: { readonly first: number; readonly last: number }
  readonly onJump: (line: number) => void
}

/** Where the whole bar is painted anew while a thought grows: seldom, for each paint costs all entries. */
const paintEvery = 500

/** A thin bar of the whole thought: what is done where, and the part in sight. A press or keys go there. */
export function Minimap(props: MinimapProps): ReactNode {
  const { outline, current, length, sight, onJump } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  const latest = useRef({ outline, length, paintedAt: -Infinity })
  const { entries, lineStarts } = outline
  useEffect(() => {
    const paint = (): void => {
      latest.current.paintedAt = performance.now()
      if (canvas.current !== null) paintKinds(canvas.current, outline, length)
    }
    latest.current = { ...latest.current, outline, length }
    const wait = latest.current.paintedAt + paintEvery - performance.now()
    const timer = setTimeout(paint, Math.max(0, wait))
    return () => clearTimeout(timer)
  }, [outline, length])
  useEffect(() => {
    const paint = (): void => {
      if (canvas.current !== null)
        paintKinds(canvas.current, latest.current.outline, latest.current.length)
    }
    const dark = matchMedia('(prefers-color-scheme: dark)')
    const sizes = new ResizeObserver(paint)
    const theme = new MutationObserver(paint)
    if (canvas.current !== null) sizes.observe(canvas.current)
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    dark.addEventListener('change', paint)
    return () => {
      sizes.disconnect()
      theme.disconnect()
      dark.removeEventListener('change', paint)
    }
  }, [])

  const top = (lineStarts[sight.first] ?? 0) / Math.max(1, length)
  const bottom = (lineStarts[sight.last + 1] ?? length) / Math.max(1, length)

  function jumpTo(event: PointerEvent<HTMLElement>): void {
    const { top: from, height } = event.currentTarget.getBoundingClientRect()
    const at = ((event.clientY - from) / height) * length
    let line = 0
    while (line + 1 < lineStarts.length && (lineStarts[line + 1] ?? Infinity) <= at) line += 1
    onJump(line)
  }
  function handleKey(event: KeyboardEvent): void {
    const to = stepOf(event.key, current, entries.length)
    const entry =
      to === undefined ? undefined : entries[Math.max(0, Math.min(entries.length - 1, to))]
    if (entry === undefined) return
    event.preventDefault()
    onJump(entry.line)
  }

  return (
    // A slider over places that have no numbers of their own.
    <div
      aria-label="Place in the thought"
      aria-orientation="vertical"
      aria-valuemax={Math.max(1, entries.length)}
      aria-valuemin={1}
      aria-valuenow={Math.max(1, current + 1)}
      aria-valuetext={entries[Math.max(0, current)]?.label ?? 'the beginning'}
      className={styles.minimap}
      onKeyDown={handleKey}
      onPointerDown={jumpTo}
      onPointerMove={(event) => {
        if (event.buttons === 1) jumpTo(event)
      }}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="slider"
      tabIndex={0}
    >
      <canvas ref={canvas} />
      <span style={{ insetBlockStart: `${100 * top}%`, blockSize: `${100 * (bottom - top)}%` }} />
    </div>
  )
}

function stepOf(key: string, current: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return current + 1
    case 'ArrowUp':
      return current - 1
    case 'PageDown':
      return current + 10
    case 'PageUp':
      return current - 10
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}

function paintKinds(canvas: HTMLCanvasElement, { entries }: Outline, length: number): void {
  const { clientWidth, clientHeight } = canvas
  const scale = devicePixelRatio
  canvas.width = Math.round(clientWidth * scale)
  canvas.height = Math.round(clientHeight * scale)
  const context = canvas.getContext('2d')
  if (context === null) return
  // Borders without a width carry the colours: as such the browser has worked them out.
  const style = getComputedStyle(canvas)
  const colours: Readonly<Record<LineKind, string>> = {
    step: style.borderTopColor,
    check: style.borderRightColor,
    turn: style.borderBottomColor,
    close: style.borderLeftColor,
  }
  context.fillStyle = colours.step
  context.fillRect(0, 0, canvas.width, canvas.height)
  for (const [index, { kind, at }] of entries.entries()) {
    if (kind === 'step') continue
    const from = Math.round((at / length) * canvas.height)
    const to = Math.round(((entries[index + 1]?.at ?? length) / length) * canvas.height)
    context.fillStyle = colours[kind]
    context.fillRect(0, from, canvas.width, Math.max(Math.ceil(scale), to - from))
  }
}
