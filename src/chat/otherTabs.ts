import type { StoreApi } from 'zustand/vanilla'

import { replaceMessage } from './chat.ts'
import { conversationOf, withConversation, withWatched, type ChatState } from './chatState.ts'
import { furtherAnswer } from './mergeMessages.ts'
import type { Answer, ChatId } from './message.ts'
import type { WritingLocks } from './writingLocks.ts'

export interface OtherTabsDeps {
  readonly locks: WritingLocks
  /** The answer as another tab has stored it since this window read or wrote it; null if none has. */
  readonly readAgain: (answer: Answer) => Promise<Answer | null>
}

interface OtherTabsParts extends OtherTabsDeps {
  readonly watch: (answer: Pick<Answer, 'id'>) => void
  /** Whether the tab that wrote it has ended it itself, so that it did not die. */
  readonly isOver: (id: Answer['id']) => boolean
  readonly lastOf: (id: Answer['id']) => Partial<Answer> | undefined
  /** How it ended is on the disk, or nobody asks any more. */
  readonly forget: (id: Answer['id']) => void
  readonly load: (id: ChatId) => Promise<void>
  /** Goes on with an answer that this window has claimed. */
  readonly resume: (answer: Answer) => Promise<boolean>
}

/** Never two writers on one answer, and none that goes on from what another tab has long finished. */
export interface OtherTabs {
  /** Whether this window may go on with the answer. If not, the state says why, or has its newer form. */
  claim(answer: Answer): Promise<boolean>
  /** Finds the answers of a chat that another tab is writing now. */
  look(id: ChatId): Promise<void>
  /** Another tab says that it writes this answer: if it dies, this one goes on with it. */
  follow(answer: Pick<Answer, 'id' | 'chatId'>): void
  /** The answers that this tab goes on with if the tab that writes them dies. */
  followed(): readonly Pick<Answer, 'id' | 'chatId'>[]
}

export function createOtherTabs(
  store: StoreApi<ChatState>,
  { locks, readAgain, watch, isOver, lastOf, forget, load, resume }: OtherTabsParts,
): OtherTabs {
  const { getState, setState } = store
  const followed = new Map<Answer['id'], Pick<Answer, 'id' | 'chatId'>>()

  function mark({ id, chatId }: Pick<Answer, 'id' | 'chatId'>): void {
    const answer = { id, chatId }
    watch(answer)
    if (followed.has(id)) return
    followed.set(id, answer)
    setState(({ elsewhere }) => ({ elsewhere: new Set(elsewhere).add(answer.id) }))
    void takeOver(answer).finally(() => {
      followed.delete(id)
      forget(id)
    })
  }

  /** Once the other tab has ended it, the answer as it stands on the disk; once it has died, its end. */
  async function takeOver({ id, chatId }: Pick<Answer, 'id' | 'chatId'>): Promise<void> {
    await locks.waitFor(id)
    // Of a chat that was begun a moment ago this tab may not have heard yet.
    await until(({ chats, bin }) => chats.has(chatId) || bin.has(chatId) || isOver(id))
    // Also in a tab that has never opened the chat: somebody must see whether its end was written.
    await load(chatId)
    const known = findAnswer(chatId, id)
    if (known !== undefined) put(await readAgain(known))
    const seen = getState().watched.get(chatId)?.answer
    const current = findAnswer(chatId, id)
    const isOpen = current?.ending.kind === 'open' && !isOver(id)
    // Ended by the tab that wrote it, which had no time or no room to write that.
    if (current?.ending.kind === 'open' && isOver(id)) put({ ...current, ...lastOf(id) })
    // What was seen here may be more than the other tab had time to write.
    const furthest = isOpen && seen?.id === id ? furtherAnswer(current, seen) : current
    if (furthest !== undefined && furthest !== current) put(furthest)
    setState((state) => ({
      ...(seen?.id === id ? withWatched(state, chatId, null) : state),
      elsewhere: new Set([...state.elsewhere].filter((other) => other !== id)),
    }))
    while (findAnswer(chatId, id)?.ending.kind === 'open' && !isOver(id)) {
      // One reply in a chat at a time: this tab may be writing another one in it.
      await until(({ live }) => !live.has(chatId))
      const goesOn = findAnswer(chatId, id)
      // Ended meanwhile after all.
      if (goesOn?.ending.kind !== 'open' || isOver(id)) break
      // Another tab may be about to go on with another reply of this chat, and wait for this one.
      setState((state) => withWatched(state, chatId, null))
      if (await resume(goesOn)) return
    }
    locks.release(id)
  }

  function until(isSo: (state: ChatState) => boolean): Promise<void> {
    return new Promise((resolve) => {
      if (isSo(getState())) return resolve()
      const stop = store.subscribe((state) => {
        if (!isSo(state)) return
        stop()
        resolve()
      })
    })
  }

  function findAnswer(chatId: ChatId, id: Answer['id']): Answer | undefined {
    const message = conversationOf(getState(), chatId)?.tree.get(id)
    return message?.role === 'answer' ? message : undefined
  }

  function put(answer: Answer | null): void {
    const conversation = answer === null ? undefined : conversationOf(getState(), answer.chatId)
    if (answer === null || conversation === undefined) return
    setState((state) => withConversation(state, replaceMessage(conversation, answer)))
  }

  return {
    async claim(answer) {
      if (getState().elsewhere.has(answer.id)) return false
      if (!(await locks.claim(answer.id))) {
        mark(answer)
        return false
      }
      const newer = await readAgain(answer)
      if (newer === null) return true
      put(newer)
      locks.release(answer.id)
      return false
    },

    follow: mark,
    followed: () => [...followed.values()],

    async look(id) {
      const { tree } = conversationOf(getState(), id) ?? { tree: new Map() }
      const live = getState().live.get(id)?.answer.id
      for (const message of tree.values()) {
        if (message.role !== 'answer' || message.ending.kind !== 'open' || message.id === live)
          continue
        if (await locks.isTakenElsewhere(message.id)) mark(message)
      }
    },
  }
}
