/** Texts, joined and compressed as gzip (RFC 1952); each is handed on before the next is made. */
export async function gzip(texts: Iterable<string>): Promise<Blob> {
  const stream = new CompressionStream('gzip')
  const whole = new Response(stream.readable).blob()
  const writer = stream.writable.getWriter()
  const encoder = new TextEncoder()
  for (const text of texts) await writer.write(encoder.encode(text))
  await writer.close()
  return whole
}

/** Whether bytes begin as every gzip file does. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b
