import type { IncomingMessage, ServerResponse } from 'node:http'

/** Like a hub's: any page may read, and the page sees what its download manager asks for. */
export const crossOriginHeaders: Record<string, string> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'content-range, etag, retry-after',
  // The page is isolated, so it may only load what says that it may be loaded.
  'cross-origin-resource-policy': 'cross-origin',
}

/** Answers whether the request was one of the browser's questions whether it may ask. */
export function answerPreflight({ method }: IncomingMessage, response: ServerResponse): boolean {
  if (method !== 'OPTIONS') return false
  const allowed = {
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'content-type, range',
  }
  response.writeHead(204, { ...crossOriginHeaders, ...allowed }).end()
  return true
}
