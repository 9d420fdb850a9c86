import { characterEntitiesHtml4 } from 'character-entities-html4'

/** HTML 4's names, and the one that XML adds: what models write. Another name stays as it is written. */
const named = new Map(Object.entries({ ...characterEntitiesHtml4, apos: "'" }))

const entity = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z][A-Za-z\d]{1,31}));/g

/** Text with its character references read, as Markdown has them everywhere but in code. Never markup. */
export const decodeEntities = (text: string): string =>
  text.replace(entity, (raw, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) return named.get(name) ?? raw
    return fromNumber(decimal === undefined ? Number(`0x${hexadecimal}`) : Number(decimal))
  })

function fromNumber(number: number): string {
  const isSurrogate = number >= 0xd800 && number <= 0xdfff
  return number === 0 || number > 0x10_ffff || isSurrogate ? '\uFFFD' : String.fromCodePoint(number)
}
