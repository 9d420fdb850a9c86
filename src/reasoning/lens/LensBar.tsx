import type { MouseEvent, ReactNode } from 'react'

import { Button } from '../../ui/Button.tsx'
import type { LensPart } from './lens.ts'
import { forkEntropy } from './lens.ts'
import { entropyLine } from './lensBlocks.ts'
import styles from './Lens.module.css'

interface LensBarProps {
  readonly part: LensPart
  readonly note: string
  readonly forks: readonly number[]
  /** Where the keys are. */
  readonly active: number
  readonly onJump: (token: number) => void
}

const width = 240
const height = 24
/** Tokens whose entropy can be seen at a glance in the text. */
const leastLine = 40
/** A line that would be flat below it is not blown up. */
const leastScale = 2

/** The entropy along a part, and the way from fork to fork. */
export function LensBar({ part, note, forks, active, onJump }: LensBarProps): ReactNode {
  const line = entropyLine(part, width)
  const peak = Math.max(0, ...line)
  const scale = Math.max(leastScale, peak)
  const points = line.map(
    (bits, index) =>
      `${((index + 0.5) * width) / line.length},${height - (bits * (height - 2)) / scale}`,
  )
  const before = forks.findLast((fork) => fork < active)
  const after = forks.find((fork) => fork > active)
  const jump = (event: MouseEvent): void => {
    const { left, width: size } = event.currentTarget.getBoundingClientRect()
    // A key points at no place.
    if (event.detail === 0) return onJump(peakOf(part))
    onJump(Math.min(part.count - 1, Math.floor(((event.clientX - left) * part.count) / size)))
  }
  const words = `${forks.length === 1 ? '1 fork' : `${forks.length} forks`} · ${note}`
  // A short answer without a doubt has no shape to show and nowhere to go.
  if (forks.length === 0 && part.count < leastLine)
    return (
      <div className={styles.bar}>
        <span className={styles.note}>{words}</span>
      </div>
    )
  return (
    <div className={styles.bar}>
      <button
        aria-label={`Entropy along the text, up to ${peak.toFixed(1)} bits: go to the peak`}
        className={styles.line}
        onClick={jump}
        title="Entropy: click to go there"
        type="button"
      >
        <svg aria-hidden preserveAspectRatio="none" viewBox={`0 0 ${width} ${height}`}>
          <line
            className={styles.threshold}
            x2={width}
            y1={height - (forkEntropy * (height - 2)) / scale}
            y2={height - (forkEntropy * (height - 2)) / scale}
          />
          <polyline points={points.join(' ')} />
        </svg>
      </button>
      <Button
        disabled={before === undefined}
        onClick={() => before !== undefined && onJump(before)}
        size="s"
      >
        Previous fork
      </Button>
      <Button
        disabled={after === undefined}
        onClick={() => after !== undefined && onJump(after)}
        size="s"
      >
        Next fork
      </Button>
      <span className={styles.note}>{words}</span>
    </div>
  )
}

function peakOf({ tokens, count }: LensPart): number {
  let peak = 0
  for (let index = 1; index < count; index += 1)
    if ((tokens[index]?.entropy ?? 0) > (tokens[peak]?.entropy ?? 0)) peak = index
  return peak
}
