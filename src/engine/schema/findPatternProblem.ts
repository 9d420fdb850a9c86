/** What xgrammar 0.1.27 does not read of a regular expression, and what it is called. */
const unread: readonly (readonly [sign: RegExp, name: string])[] = [
  [/\(\?<?[=!]/, 'looks ahead or behind'],
  [/\\[1-9]|\\k/, 'refers back to a group'],
  [/\\b/i, 'asks for the border of a word'],
  [/\\p/i, 'asks for a class of Unicode'],
  [/(^|[^\\])\[\^?\]/, 'has an empty class'],
  [/(^|[^\\])(\((\?:)?[|)]|\|[|)]|\|$)|^\|/, 'has an empty choice'],
]

/** Why answers cannot be held to a regular expression, in words. */
export function findPatternProblem(pattern: unknown): string | undefined {
  if (typeof pattern !== 'string') return '"pattern" is a text.'
  try {
    // The strict reading: what it lets pass is read the same everywhere.
    RegExp(pattern, 'u')
  } catch {
    return `the pattern ${JSON.stringify(pattern)} is no regular expression.`
  }
  const plain = pattern.replaceAll('\\\\', '')
  const [, what] = unread.find(([sign]) => sign.test(plain)) ?? []
  return what === undefined
    ? undefined
    : `the pattern ${JSON.stringify(pattern)} ${what}, and answers cannot be held to that.`
}
