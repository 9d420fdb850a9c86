/** What a figure should be: from `at` down, up, or below it. */
export interface Goal {
  readonly direction: '≤' | '≥' | '<'
  readonly at: number
}

/** One line of the table. A missed goal is said, never thrown: machines differ. */
export function printFigure(name: string, value: number, unit: string, goal?: Goal): void {
  const figure = `${value.toFixed(2).padStart(8)} ${unit}`.padEnd(18)
  const verdict =
    goal === undefined
      ? ''
      : `goal ${goal.direction} ${`${goal.at} ${unit}`.trim()}: ${isMet(value, goal) ? 'met' : 'MISSED'}`
  console.log(`${name.padEnd(36)} ${figure} ${verdict}`.trimEnd())
}

function isMet(value: number, { direction, at }: Goal): boolean {
  if (direction === '≥') return value >= at
  return direction === '<' ? value < at : value <= at
}

/** The middle value; of an even number of values the higher of the two. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
