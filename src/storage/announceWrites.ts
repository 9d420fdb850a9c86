import type { Change, Database } from './database.ts'
import { kindOf } from './keys.ts'

/** Where every tab says which records of chats it wrote or deleted. */
export const writesChannel = 'ponder written records'

/** The same database, which tells the keys of chats and messages once they are written. */
export function announceWrites(
  database: Database,
  announce: (keys: readonly string[]) => void,
): Database {
  function tell(changes: readonly Change[]): void {
    const keys = changes
      .map(({ key }) => key)
      .filter((key) => ['chat', 'message'].includes(kindOf(key)))
    if (keys.length > 0) announce(keys)
  }
  return {
    ...database,
    async write(changes, durability) {
      await database.write(changes, durability)
      tell(changes)
    },
    async update(reads, decide, durability) {
      let decided: readonly Change[] = []
      await database.update(reads, (found) => (decided = decide(found)), durability)
      tell(decided)
    },
  }
}
