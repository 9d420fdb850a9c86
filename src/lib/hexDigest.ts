/** The hash of the bytes in hexadecimal. WebCrypto hashes whole buffers only. */
export async function hexDigest(
  algorithm: 'SHA-1' | 'SHA-256',
  bytes: ArrayBuffer,
): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest(algorithm, bytes))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
