import { useSyncExternalStore } from 'react'

const query = '(max-width: 820px)'

/** Whether the chats lie over the conversation; the same limit as in App.module.css. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches)
}

function subscribe(listener: () => void): () => void {
  const media = matchMedia(query)
  media.addEventListener('change', listener)
  return () => media.removeEventListener('change', listener)
}
