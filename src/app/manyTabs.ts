import { createWatching, type Watching, type WatchingDeps } from '../chat/watching.ts'
import type { ChatState } from '../chat/chatState.ts'
import { openTabChannel } from '../lib/tabChannel.ts'
import type { Database } from '../storage/database.ts'
import { createTabSync, type TabSync } from '../storage/tabs/tabSync.ts'
import type { StoreApi } from 'zustand/vanilla'

export { createEngineClient } from '../engine/engineClient.ts'
export { createTurnLock } from '../chat/turnLock.ts'
export { createSharedEngine } from '../engine/shared/sharedEngine.ts'
export { openTabChannel } from '../lib/tabChannel.ts'

/**
 * The engine, and all that a tab needs for being one of several: a chunk of its own, which loads while the
 * chats are read and is no part of what the first screen is made of.
 */
export const createSync = (database: Database): TabSync =>
  createTabSync(database, openTabChannel('ponder/records'))

export function watchTabs():
  | ((store: StoreApi<ChatState>, deps: WatchingDeps) => Watching)
  | undefined {
  const channel = openTabChannel('ponder/live')
  return channel && ((store, deps) => createWatching(channel, store, deps))
}
