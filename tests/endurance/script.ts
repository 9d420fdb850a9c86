/** What a scripted reply says: every token is a word with its number in it, so that a lost one is seen. */
export interface Script {
  readonly thought: number
  readonly answer: number
  readonly perSecond: number
}

/** Between words stands what texts are made of: lines, and characters of one to four bytes. */
const gaps = [' ', ' ', ' ', '\n', ' é ', ' 漢字 ', ' 🙂 ', ' ']

const gapAfter = (number: number): string => gaps[(number * 7) % gaps.length] ?? ' '

const closeThought = '</think>'

/** The tokens of a reply from its first to its last. */
export function tokensOf({ thought, answer }: Script): readonly string[] {
  const words = (letter: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${letter}${index + 1}${gapAfter(index + 1)}`)
  return [...words('t', thought), closeThought, '\n\n', ...words('a', answer)]
}

/** What the person asks, which tells the scripted engine what to say. */
export const scriptQuestion = (number: number, { thought, answer, perSecond }: Script): string =>
  `Number ${number}: think ${thought} words, answer ${answer}, ${perSecond} a second`

/** The same, found in a prompt by the scripted engine. */
export function findScript(prompt: string): Script | undefined {
  const found = /think (\d+) words, answer (\d+), (\d+) a second/.exec(prompt)
  if (found === null) return undefined
  const [, thought, answer, perSecond] = found
  return { thought: Number(thought), answer: Number(answer), perSecond: Number(perSecond) }
}
