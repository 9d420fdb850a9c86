import type { Answer, ChatId, MessageId } from '../chat/message.ts'
import type { MessageTree } from '../chat/messageTree.ts'
import type { WritingLocks } from '../chat/writingLocks.ts'
import { journalOf, journalPrefix } from './keys.ts'
import { recoverReply, type RecoveryDeps } from './recoverReply.ts'

/** Replies that were being written when a window died. */
export interface Recovery {
  /** Of every window: before anything else is read. Those that another tab writes now are left to it. */
  all(): Promise<void>
  /** Of this answer, whose lock the caller holds. */
  one(id: MessageId): Promise<void>
  /** A chat's messages, with the replies that could be read and not written down. */
  complete(chat: ChatId, tree: MessageTree): MessageTree
}

interface Deps extends RecoveryDeps {
  readonly locks: Pick<WritingLocks, 'claim' | 'release'>
  /** It could not be written down. */
  readonly onFailure: (error: unknown) => void
}

export function createRecovery(deps: Deps): Recovery {
  const { database, locks } = deps
  const unwritten = new Map<MessageId, Answer>()

  async function one(id: MessageId): Promise<void> {
    if ((await database.readAll(journalOf(id))).length === 0) return
    const recovered = await recoverReply(deps, id)
    if (recovered?.error === undefined) return
    unwritten.set(id, recovered.answer)
    deps.onFailure(recovered.error)
  }

  return {
    one,

    async all() {
      const entries = await database.readAll(journalPrefix)
      const ids = new Set(entries.map(({ key }) => key.split('/')[1] ?? ''))
      for (const id of ids) {
        // Two tabs may start at once, and one may go on before the other has looked.
        if (!(await locks.claim(id))) continue
        await one(id).finally(() => locks.release(id))
      }
    },

    complete(chat, tree) {
      const missing = [...unwritten].filter(([, { chatId }]) => chatId === chat)
      return missing.length === 0 ? tree : new Map([...tree, ...missing])
    },
  }
}
