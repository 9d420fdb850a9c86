/** A text as it is compared: capitals and the forms of one letter do not count. Of the same length, so that places agree. */
export function foldText(text: string): string {
  const lower = text.toLowerCase()
  const folded = lower.length === text.length ? lower : Array.from(text, foldSign).join('')
  // At the end of a word, a capital sigma becomes another small one than within it.
  return folded.replaceAll('ς', 'σ')
}

/** The one sign that grows in lower case, İ, stays what it is. */
function foldSign(sign: string): string {
  const lower = sign.toLowerCase()
  return lower.length === sign.length ? lower : sign
}

/** What is looked for: every one of these must stand in a text, anywhere in it. */
export const termsOf = (query: string): readonly string[] => [
  ...new Set(foldText(query).split(/\s+/).filter(Boolean)),
]
