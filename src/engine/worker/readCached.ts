/** WebLLM's three caches. A file lies in one of them, by its whole address. */
const names = ['webllm/model', 'webllm/config', 'webllm/wasm'] as const

/** A file from WebLLM's caches, or from its host when it is in none. */
export async function readCached(url: string): Promise<ArrayBuffer> {
  for (const name of names) {
    const response = await (await caches.open(name)).match(url)
    if (response !== undefined) return response.arrayBuffer()
  }
  const response = await fetch(url)
  if (!response.ok) throw new Error(`HTTP ${response.status} for ${url}`)
  return response.arrayBuffer()
}
