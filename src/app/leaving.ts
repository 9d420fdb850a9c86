import type { SharedEngine } from '../engine/shared/sharedEngine.ts'
import type { AppStorage } from '../storage/storage.ts'

/** What is typed and said is on the disk before the page is out of sight. */
export function keepOnLeaving(storage: AppStorage): void {
  addEventListener('pagehide', storage.leave)
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) void storage.flush()
  })
}

/**
 * A page that may come back gives the engine away and starts anew if it does. One that is closed loses it by
 * itself; a hidden one keeps it: its worker goes on, and browsers do not freeze a page that holds a lock.
 */
export function giveWayOnLeaving(engine: SharedEngine): void {
  addEventListener('pagehide', ({ persisted }) => {
    if (persisted) engine.letGo()
  })
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload()
  })
}
