/**
 * What the fragment of the address names. `#chat=<id>` is a chat of this browser; other names are kept for
 * what is to come (`p` for presets), and are left as they are.
 */
export type Place =
  | { readonly kind: 'new chat' }
  | { readonly kind: 'chat'; readonly id: string }
  | { readonly kind: 'other'; readonly name: string; readonly value: string }

/** Any fragment at all, with or without its `#`, names something; none throws. */
export function fragmentToPlace(fragment: string): Place {
  const text = fragment.replace(/^#/, '')
  if (text === '') return { kind: 'new chat' }
  const [name = '', ...rest] = text.split('=')
  const value = rest.join('=')
  const id = name === 'chat' ? decode(value) : ''
  return id === '' ? { kind: 'other', name, value } : { kind: 'chat', id }
}

/** The fragment of a chat, with its `#`. */
export const chatToFragment = (id: string): string => `#chat=${encodeURIComponent(id)}`

/** The text behind percent signs; what cannot be decoded names nothing. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}
