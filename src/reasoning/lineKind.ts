export type LineKind = 'step' | 'check' | 'turn' | 'close'

/**
 * The one table of what lines do: in order, and the first rule that fits names the line. English and
 * Chinese, as R1 thinks in both. A step is named here too where it says that it begins.
 */
const rules: readonly (readonly [pattern: RegExp, kind: LineKind])[] = [
  [/\b(wait|hmm|hold on|actually|alternatively|no(?=,))\b|≠|等等|等一下|不对|或者/i, 'turn'],
  [/\b(check|verify|double-check|good\.)|检查|验证|检验/i, 'check'],
  [/^(so|therefore|thus|hence|the answer|final)\b|\\boxed|所以|因此|答案/i, 'close'],
  [/^(\W*step \d|first\b|second\b|third\b|next\b|then\b|now\b|finally\b|let me\b|okay\b)/i, 'step'],
  [/^(第.{1,3}步|首先|其次|接下来|接着|然后|现在|最后|好的|让我)/, 'step'],
  // A line that announces what follows.
  [/^[^.!?。！？]{1,80}[:：]$/, 'step'],
]

/** Of a line without an end no more than this is looked at. */
const longestLook = 2000

/** What a line of a thought does: a step on, a check, a turn, or the close. */
export const kindOfLine = (line: string): LineKind => findRule(line)?.kind ?? 'step'

/** What a line begins in the outline: what a rule names, or the step that a paragraph is. */
export function beginningOfLine(
  line: string,
  isParagraph: boolean,
): { readonly kind: LineKind; readonly label: string } | undefined {
  const text = line.slice(0, longestLook).trim()
  if (text === '') return undefined
  const rule = findRule(text)
  if (rule === undefined && !isParagraph) return undefined
  return { kind: rule?.kind ?? 'step', label: sentenceAt(text, rule?.at ?? 0) }
}

function findRule(line: string): { readonly kind: LineKind; readonly at: number } | undefined {
  const text = line.length > longestLook ? line.slice(0, longestLook) : line
  for (const [pattern, kind] of rules) {
    const at = text.search(pattern)
    if (at !== -1) return { kind, at }
  }
  return undefined
}

/** A label is one line of the list. */
const longestLabel = 90

/** The sentence in which a rule fits, shortened. */
function sentenceAt(text: string, at: number): string {
  const before = text.slice(0, at).search(/[.!?。！？]\s*(?=[^.!?。！？]*$)/)
  const from = before === -1 ? 0 : before + 1
  const rest = text.slice(from).replace(/^[.!?。！？\s]+/, '')
  const [sentence = rest] = /^.+?(?:[.!?](?=\s|$)|[。！？]|$)/.exec(rest) ?? []
  const letters = Array.from(sentence)
  return letters.length <= longestLabel
    ? sentence
    : `${letters
        .slice(0, longestLabel - 1)
        .join('')
        .trimEnd()}…`
}
