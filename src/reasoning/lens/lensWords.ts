import { showInvisible } from '../../lib/showInvisible.ts'

/** A probability in words: never rounded to all or nothing. */
export function formatChance(chance: number): string {
  const percent = chance * 100
  if (percent > 99.9) return chance >= 1 - 2e-5 ? '100 %' : '99.9 %'
  if (percent >= 10) return `${Math.round(percent)} %`
  if (percent >= 0.1) return `${percent.toFixed(1)} %`
  return 'under 0.1 %'
}

export const formatBits = (entropy: number): string =>
  entropy < 0.05 ? 'under 0.1 bits' : `${entropy.toFixed(1)} bits`

/** A token's text where its white space matters. */
export function showToken(text: string): string {
  if (text === '</think>') return 'end of the thought'
  if (text === '') return 'no text'
  if (text.includes('\uFFFD')) return 'part of a character'
  return showInvisible(text).replaceAll('\n', '↵').replaceAll(' ', '␣')
}

/** The same, to be said aloud. */
export function sayToken(text: string): string {
  if (text === '</think>') return 'end of the thought'
  if (text === '') return 'no text'
  if (text.includes('\uFFFD')) return 'part of a character'
  if (text.trim() === '') return text.includes('\n') ? 'line break' : 'space'
  return showInvisible(text.trim())
}
