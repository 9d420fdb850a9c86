/** Lines of finished text are drawn once, in blocks of this many: a token costs one short line. */
export const linesPerBlock = 40

/** Cuts a text into blocks of lines. Text that only grows is cut on from where it was cut before. */
export function createLineBlocks(): (text: string) => readonly string[] {
  let known = ''
  let done: readonly string[] = []
  let from = 0
  return (text) => {
    if (!text.startsWith(known.slice(0, from))) {
      done = []
      from = 0
    }
    for (;;) {
      const end = endOfBlock(text, from)
      if (end === -1) break
      done = [...done, text.slice(from, end)]
      from = end + 1
    }
    known = text
    return [...done, text.slice(from)]
  }
}

/** Where a whole block of lines that begins here ends; -1 while it is still growing. */
function endOfBlock(text: string, from: number): number {
  let at = from - 1
  for (let line = 0; line < linesPerBlock; line += 1) {
    at = text.indexOf('\n', at + 1)
    if (at === -1) return -1
  }
  return at
}
