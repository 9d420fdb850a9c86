/** Controls, bidi overrides and tag characters: they change what is seen without being seen. */
const invisible =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]|[\u{E0000}-\u{E007F}]/gu

/** The text with such characters shown by their numbers instead of obeyed. */
export const showInvisible = (text: string): string =>
  text.replace(invisible, (character) => {
    const number = character.codePointAt(0) ?? 0
    return `⟨U+${number.toString(16).toUpperCase().padStart(4, '0')}⟩`
  })
