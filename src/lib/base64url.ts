import { runAtOnce } from './inSlices.ts'

/** Three bytes are four characters, so that what pieces give can be joined; a call takes only so many arguments. */
const chunk = 3 * 4096

/** Bytes as text that an address can hold as it is (RFC 4648 §5, without padding). */
export const bytesToBase64url = (bytes: Uint8Array): string => runAtOnce(encodingBase64url(bytes))

/** The same, in steps. */
export function* encodingBase64url(bytes: Uint8Array): Generator<void, string> {
  let text = ''
  for (let at = 0; at < bytes.length; at += chunk) {
    if (at > 0) yield
    const binary = String.fromCharCode(...bytes.subarray(at, at + chunk))
    text += btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  }
  return text
}

/** The bytes of such a text; undefined if it is none. */
export function base64urlToBytes(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
