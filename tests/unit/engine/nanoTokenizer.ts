import { readFileSync } from 'node:fs'

interface TokenizerFile {
  readonly added_tokens: readonly { readonly content: string }[]
  readonly pre_tokenizer: {
    readonly pretokenizers: readonly [{ readonly pattern: { readonly Regex: string } }, unknown]
  }
  readonly model: {
    readonly vocab: Readonly<Record<string, number>>
    readonly merges: readonly unknown[]
  }
}

const file = JSON.parse(
  readFileSync(new URL('../../../model/nano/trained/tokenizer.json', import.meta.url), 'utf8'),
) as TokenizerFile
if (file.model.merges.length > 0) throw new Error('This reading knows no merges.')

const controls = file.added_tokens.map(({ content }) => content)
const anyControl = new RegExp(
  `(${controls.map((content) => content.replaceAll(/[|/]/g, String.raw`\$&`)).join('|')})`,
  'u',
)
const words = new RegExp(file.pre_tokenizer.pretokenizers[0].pattern.Regex, 'gu')

/** GPT-2's table: bytes that are printable stand for themselves, the others from U+0100 on. */
const byteNames = new Map<number, string>()
let next = 0x100
for (let byte = 0; byte < 256; byte += 1) {
  const isPrintable = /[!-~¡-¬®-ÿ]/.test(String.fromCodePoint(byte))
  byteNames.set(byte, String.fromCodePoint(isPrintable ? byte : next))
  if (!isPrintable) next += 1
}

interface Piece {
  readonly name: string
  readonly isControl: boolean
}

/** Pieces of a text as ponder-nano's own tokenizer cuts it: control tokens first, words, then bytes. */
export function tokenize(text: string): readonly Piece[] {
  return text.split(anyControl).flatMap((part): readonly Piece[] => {
    if (controls.includes(part)) return [{ name: part, isControl: true }]
    const names = (part.match(words) ?? []).flatMap(namesOf)
    return names.map((name) => ({ name, isControl: false }))
  })
}

function namesOf(word: string): readonly string[] {
  const bytes = Array.from(Buffer.from(word), (byte) => byteNames.get(byte) ?? '')
  const whole = bytes.join('')
  const names = file.model.vocab[whole] === undefined ? bytes : [whole]
  const unknown = names.find((name) => file.model.vocab[name] === undefined)
  if (unknown !== undefined) throw new Error(`No token ${unknown}.`)
  return names
}
