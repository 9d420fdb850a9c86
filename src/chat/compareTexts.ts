import { diffWordsWithSpace } from 'diff'

/** A stretch of two texts: in both, or in one of them only. */
export interface Stretch {
  readonly kind: 'same' | 'one' | 'other'
  readonly text: string
}

/** As long as a person waits; texts that have almost nothing in common take longer. */
const patienceMs = 1000

/** How two texts differ, word by word. Where that cannot be found in time, they differ as wholes. */
export function compareTexts(one: string, other: string): readonly Stretch[] {
  const changes = diffWordsWithSpace(one, other, { timeout: patienceMs })
  if (changes === undefined)
    return [
      { kind: 'one', text: one },
      { kind: 'other', text: other },
    ]
  return changes.map(({ added, removed, value }) => ({
    kind: added ? 'other' : removed ? 'one' : 'same',
    text: value,
  }))
}
