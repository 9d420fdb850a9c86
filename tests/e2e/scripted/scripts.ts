/** Questions that the scripted model knows, and what it then says. */
export const questions = {
  loop: 'Go round in circles.',
  long: 'Think in many steps.',
} as const

/** A thought's words before it repeats itself: no two of its sentences are alike. */
export const wordsBeforeLoop = 40
/** What it then says again and again, word by word; the first time is no repeating yet. */
export const circle = ['Hmm, ', 'that ', 'cannot ', 'be ', 'right, ', 'I ', 'try ', 'again. ']

const endOfThought = '</think>'
export const answer = 'The answer is forty-two.'

/** How hot it must be to leave the loop. */
const coolest = 0.6
export const anotherWay = 'Another way: '

/** One step of the long thought, two lines of it. */
export const stepText = (step: number): string =>
  `Step ${step}. Here ${step} boxes are counted, and it goes on.\nWith ${step} pens in them, ${step * 7} is the sum.\n`

export const stepsOfLong = 90

const tokensIn = (text: string): readonly string[] => text.match(/\S+\s*/g) ?? []

const numbered = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `n${index + 1} `)

function* sayAnswer(): Generator<string> {
  yield* [endOfThought, '\n\n', ...tokensIn(answer)]
}

function* sayLoop(): Generator<string> {
  yield* numbered(wordsBeforeLoop)
  for (;;) yield* circle
}

function* sayLong(): Generator<string> {
  for (let step = 1; step <= stepsOfLong; step += 1) yield* tokensIn(stepText(step))
  yield* sayAnswer()
  for (let line = 1; line <= 60; line += 1) yield* tokensIn(`\n\nParagraph ${line} of the answer.`)
}

function* sayAnotherWay(): Generator<string> {
  yield anotherWay
  yield* Array.from({ length: 60 }, (_, index) => `m${index + 1} `)
  yield* sayAnswer()
}

/** The tokens that come after a prompt, of which the reply's beginning is the end. */
export function nextTokens(prompt: string, temperature: number): Generator<string> {
  const opening = '<think>\n'
  const stands = prompt.slice(prompt.lastIndexOf(opening) + opening.length)
  if (stands.includes(endOfThought)) return say(tokensIn(answer))
  if (prompt.includes(questions.long)) return sayLong()
  return temperature > coolest ? sayAnotherWay() : sayLoop()
}

function* say(texts: readonly string[]): Generator<string> {
  yield* texts
}
