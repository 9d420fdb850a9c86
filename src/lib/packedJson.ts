import { base64urlToBytes, bytesToBase64url } from './base64url.ts'
import { deflate, inflate } from './deflate.ts'

export type Unpacked =
  | { readonly kind: 'unpacked'; readonly value: unknown }
  | { readonly kind: 'too long' }
  | { readonly kind: 'too large' }
  | { readonly kind: 'too new' }
  | { readonly kind: 'damaged' }

/** Packed texts of every version begin with its number and a full stop. */
const version = /^([1-9]\d{0,5})\.(.*)$/s

/** Characters of a packed text, and bytes of the JSON in it, that are looked at. */
export const longestPacked = 100_000
export const largestJson = 256 * 1024

/** A value as `1.<base64url of its deflated JSON>`. */
export async function packJson(value: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  return `1.${bytesToBase64url(await deflate(bytes))}`
}

/** The value of such a text, from anybody: nothing throws, and no bomb goes off. */
export async function unpackJson(text: string): Promise<Unpacked> {
  if (text.length > longestPacked) return { kind: 'too long' }
  const [, number, packed = ''] = version.exec(text) ?? []
  if (number === undefined) return { kind: 'damaged' }
  if (number !== '1') return { kind: 'too new' }
  const bytes = base64urlToBytes(packed)
  if (bytes === undefined) return { kind: 'damaged' }
  const inflated = await inflate(bytes, largestJson)
  if (inflated.kind !== 'inflated') return inflated
  try {
    const json = new TextDecoder('utf-8', { fatal: true }).decode(inflated.bytes)
    return { kind: 'unpacked', value: JSON.parse(json) }
  } catch {
    return { kind: 'damaged' }
  }
}
