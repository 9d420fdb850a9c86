import type { ChatStore } from '../chat/chatStore.ts'

const marker = 'ponder.hasChats'

/** What of localStorage is used; it throws where the browser forbids it. */
type MarkerStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * Keeps a note beside the database that there are chats, and answers whether there were some when none are
 * found: then the browser, or a person by its settings, has emptied the database. A browser that clears all of
 * a site's data takes the note with it, and that cannot be told from a first visit. The answer is what forgets
 * it, once a person has read of it; null if nothing is gone.
 */
export function markChats(chats: ChatStore, open: () => MarkerStore): (() => void) | null {
  try {
    const store = open()
    const has = (): boolean => chats.getState().chats.size > 0
    const wasEmptied = !has() && store.getItem(marker) !== null
    let known = false
    const note = (): void => {
      if (known === has()) return
      known = has()
      try {
        if (known) store.setItem(marker, '1')
        else store.removeItem(marker)
      } catch {
        // A full or forbidden store: then the loss of the other is not noticed, and nothing else is.
      }
    }
    note()
    chats.subscribe(note)
    return wasEmptied ? () => store.removeItem(marker) : null
  } catch {
    return null
  }
}
