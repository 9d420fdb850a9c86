/** Lines that the window on a live thought shows at once: a thought that is seen whole needs no map. */
const linesInWindow = 15
/** The same in characters, for thoughts whose lines are paragraphs. */
const lettersInWindow = 1200

/** Whether one can get lost in it. Costs no more than its beginning. */
export function isLongThought(text: string): boolean {
  if (text.length > lettersInWindow) return true
  let at = -1
  for (let line = 0; line < linesInWindow; line += 1) {
    at = text.indexOf('\n', at + 1)
    if (at === -1) return false
  }
  return text.slice(at).trim() !== ''
}
