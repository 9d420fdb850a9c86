import type { MouseEvent } from 'react'

import type { Place } from './beginnings.ts'

interface CaretPosition {
  readonly offsetNode: Node
  readonly offset: number
}

/** Where in a reply's text the pointer is: its runs say where they begin (`data-from`, `data-kind`). Older Safari knows the second function only. */
export function placeUnder({ clientX, clientY }: MouseEvent): Place | undefined {
  const page = document as unknown as {
    caretPositionFromPoint?(x: number, y: number): CaretPosition | null
    caretRangeFromPoint?(x: number, y: number): Range | null
  }
  const position = page.caretPositionFromPoint?.(clientX, clientY)
  const range = position ? null : page.caretRangeFromPoint?.(clientX, clientY)
  const node = position?.offsetNode ?? range?.startContainer
  const run = node?.parentElement?.closest<HTMLElement>('[data-from]')
  const kind = run?.dataset['kind']
  if (run === null || run === undefined || (kind !== 'reasoning' && kind !== 'answer'))
    return undefined
  return { kind, at: Number(run.dataset['from']) + (position?.offset ?? range?.startOffset ?? 0) }
}
