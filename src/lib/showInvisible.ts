/**
 * What changes a text's look or meaning without being seen: controls, bidi overrides and isolates, spaces
 * without width, tag characters, fillers, and the selectors that carry hidden bytes. Joiners shape words of
 * many scripts and emoji, and Han characters have real selectors: shown only where they have nothing to shape.
 */
const invisible =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}]|[\u{E0000}-\u{E00FF}\u{E01F0}-\u{E0FFF}]|(?<![\p{Script=Han}])[\u{E0100}-\u{E01EF}]|(?<=^|[\u0000-\u024F\u200B-\u200F\uFE00-\uFE0E])[\u200C-\u200F\uFE00-\uFE0E]/gu

/** The text with such characters shown by their numbers instead of obeyed. */
export const showInvisible = (text: string): string =>
  text.replace(invisible, (character) => {
    const number = character.codePointAt(0) ?? 0
    return `⟨U+${number.toString(16).toUpperCase().padStart(4, '0')}⟩`
  })
