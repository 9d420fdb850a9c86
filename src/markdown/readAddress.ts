export interface Address {
  readonly href: string
  /** What a person is to see of it: the host, or the whole mail address. */
  readonly shown: string
}

/** An address that may be followed: http, https or mailto, without a password in it. */
export function readAddress(text: string): Address | undefined {
  let url: URL
  try {
    url = new URL(text.trim())
  } catch {
    return undefined
  }
  if (url.protocol === 'mailto:') return { href: url.href, shown: url.pathname }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  if (url.username !== '' || url.password !== '') return undefined
  return { href: url.href, shown: url.host }
}
