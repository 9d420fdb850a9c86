export type LineKind = 'step' | 'check' | 'turn' | 'close'

/** Rules in order; the first that fits names the line. English and Chinese, as R1 thinks in both. */
const rules: readonly (readonly [pattern: RegExp, kind: LineKind])[] = [
  [/\b(wait|hmm|hold on|actually|alternatively|no,)\b|≠|等等|等一下|不对|或者/i, 'turn'],
  [/\b(check|verify|double-check|good\.)|检查|验证|检验/i, 'check'],
  [/^(so|therefore|thus|hence|the answer|final)\b|\\boxed|所以|因此|答案/i, 'close'],
]

/** What a line of a thought does: a step on, a check, a turn, or the close. */
export const kindOfLine = (line: string): LineKind =>
  rules.find(([pattern]) => pattern.test(line))?.[1] ?? 'step'
