import type { TokenChances } from '../../src/engine/engine.ts'

/** What a scripted reply says. Every block has its number in it, so that no two are the same text. */
export const scripts = { thought: thoughtBlock, answer: answerBlock }

export type ScriptName = keyof typeof scripts

const closeThought = '</think>'

function thoughtBlock(number: number): string {
  const product = number * 17
  return `Step ${number}. I have ${number} boxes with 17 pens in each of them, so I multiply.
17 × ${number} = 10 × ${number} + 7 × ${number} = ${10 * number} + ${7 * number} = ${product}.
Wait, let me check that again: ${product} - ${7 * number} = ${10 * number}, and that is 10 × ${number}. Good.

`
}

/** Everything that an answer can hold, block after block. */
function answerBlock(number: number): string {
  const kinds = [
    `## Part ${number}\n\nThis paragraph has **strong words**, \`code(${number})\`, a [link](https://example.com/${number}) and $x_{${number}}^2 + y^2$ in it, and goes on for a while, as answers do, until it ends.\n\n`,
    `1. the first thing of part ${number}\n2. the second, which is longer and has *emphasis*\n   - a thing inside\n   - and another\n3. the third\n\n`,
    `\`\`\`python\ndef step_${number}(values: list[int]) -> int:\n    """Add up what is even."""\n    return sum(value for value in values if value % 2 == ${number % 2})\n\`\`\`\n\n`,
    `| number | square | cube |\n| --- | --- | --- |\n| ${number} | ${number ** 2} | ${number ** 3} |\n| ${number + 1} | ${(number + 1) ** 2} | ${(number + 1) ** 3} |\n\n`,
    `$$\n\\sum_{k=1}^{${number}} k = \\frac{${number} \\cdot ${number + 1}}{2} = ${(number * (number + 1)) / 2}\n$$\n\n`,
    `> A quotation about part ${number},\n> over two lines.\n\nThen a plain paragraph, which says in plain words what the table above says in numbers.\n\n`,
  ]
  return kinds[number % kinds.length] ?? ''
}

/** Without end: the texts of tokens, of about the length that real ones have. */
export function* tokensOf(name: ScriptName): Generator<string, never> {
  if (name === 'answer') yield* ['Short', '.\n', closeThought, '\n\n']
  for (let number = 1; ; number += 1) yield* scripts[name](number).match(/.{1,4}/gs) ?? []
}

/** What the lens shows of a token: every eighth is a fork, and four others could have come. */
export function chancesOf(count: number, text: string): TokenChances {
  const isFork = count % 8 === 0
  const chance = isFork ? 0.4 : 0.97
  const others = [1, 2, 3, 4].map((place) => ({
    id: (count + 251 * place) % 1000,
    text: ` ${place}`,
    chance: (1 - chance) / 5,
  }))
  const likeliest = [{ id: count % 1000, text, chance }, ...others]
  return { length: text.length, chance, entropy: isFork ? 2 : 0.2, likeliest }
}

/** What the person asks, which tells the scripted engine what to say. */
export const scriptQuestion = (name: ScriptName, tokens: number, perSecond: number): string =>
  `${name}, ${tokens} tokens at ${perSecond} a second`

/** The same, read by the scripted engine. */
export function readScriptQuestion(
  question: string,
): { readonly name: ScriptName; readonly tokens: number; readonly perSecond: number } | undefined {
  const [, name = '', tokens, perSecond] =
    /^(\w+), (\d+) tokens at (\d+) a second$/.exec(question) ?? []
  return isScript(name) ? { name, tokens: Number(tokens), perSecond: Number(perSecond) } : undefined
}

const isScript = (name: string): name is ScriptName => Object.hasOwn(scripts, name)
