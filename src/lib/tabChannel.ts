/** What the tabs of this app say to each other: heard by all but the one that speaks, in order. */
export interface TabChannel {
  post(message: unknown): void
  /** Messages come from tabs of any version: each is read through a schema. */
  listen(onMessage: (message: unknown) => void): void
}

/** Undefined where the browser has none: then each tab is alone. */
export function openTabChannel(name: string): TabChannel | undefined {
  if (typeof BroadcastChannel === 'undefined') return undefined
  const channel = new BroadcastChannel(name)
  return {
    post: (message) => channel.postMessage(message),
    listen: (onMessage) => channel.addEventListener('message', ({ data }) => onMessage(data)),
  }
}
