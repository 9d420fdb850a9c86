import type { Answer, ChatId, MessageId } from '../chat/message.ts'
import type { MessageTree } from '../chat/messageTree.ts'
import type { WritingLocks } from '../chat/writingLocks.ts'
import { journalPrefix } from './keys.ts'
import { recoverReply, type RecoveryDeps } from './recoverReply.ts'

/** Replies that were being written when a window died. */
export interface Recovery {
  /** Of every window, before anything else is read. Those that another tab writes now are left to it. */
  all(): Promise<void>
  /** Those that were left, if that tab has gone meanwhile: a page that is reloaded holds its lock a moment longer. */
  left(): Promise<void>
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
  const leftOver = new Set<MessageId>()

  async function one(id: MessageId): Promise<void> {
    leftOver.delete(id)
    const recovered = await recoverReply(deps, id)
    if (recovered?.error === undefined) {
      unwritten.delete(id)
      return
    }
    unwritten.set(id, recovered.answer)
    deps.onFailure(recovered.error)
  }

  /** Two tabs may start at once, and one may go on with a reply before the other has looked. */
  async function claimEach(ids: Iterable<MessageId>): Promise<void> {
    for (const id of ids)
      if (await locks.claim(id)) await one(id).finally(() => locks.release(id))
      else leftOver.add(id)
  }

  return {
    one,
    left: () => claimEach([...leftOver]),

    async all() {
      const entries = await database.readAll(journalPrefix)
      await claimEach(new Set(entries.map(({ key }) => key.split('/')[1] ?? '')))
    },

    complete(chat, tree) {
      const missing = [...unwritten].filter(([, { chatId }]) => chatId === chat)
      return missing.length === 0 ? tree : new Map([...tree, ...missing])
    },
  }
}
