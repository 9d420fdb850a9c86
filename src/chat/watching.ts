import type { StoreApi } from 'zustand/vanilla'

import type { TabChannel } from '../lib/tabChannel.ts'
import { conversationOf, withWatched, type ChatState } from './chatState.ts'
import {
  liveNews,
  readLiveMessage,
  withNews,
  type LastNews,
  type LiveMessage,
  type LiveNews,
} from './liveWire.ts'
import type { Answer, ChatId, MessageId } from './message.ts'
import type { Steer } from './steering.ts'

export interface WatchingDeps {
  /** Settles once this tab has the lock of an answer that it has begun to write. */
  readonly claim: (id: MessageId) => Promise<boolean>
  /** Another tab says that it writes this answer. */
  readonly onWriting: (answer: Pick<Answer, 'id' | 'chatId'>) => void
  /** Answers of other tabs that this one goes on with if need be; a tab that has just opened is told. */
  readonly followed: () => readonly Pick<Answer, 'id' | 'chatId'>[]
  readonly stop: (id: ChatId) => void
  readonly steer: (id: ChatId, steer: Steer) => void
}

/** Replies of one tab as the others see them: shown as they grow, and stopped or steered from there. */
export interface Watching {
  /** Asks the tab that writes this answer to show it here. */
  watch(answer: Pick<Answer, 'id'>): void
  /** The tab that wrote it has ended it itself, and did not die. */
  isOver(id: MessageId): boolean
  /** How it ended, by that tab's word. */
  lastOf(id: MessageId): LastNews | undefined
  /** How it ended is on the disk, or nobody asks any more. */
  forget(id: MessageId): void
  stop(id: ChatId): void
  steer(id: ChatId, steer: Steer): void
}

export function createWatching(
  channel: TabChannel,
  store: StoreApi<ChatState>,
  deps: WatchingDeps,
): Watching {
  const { getState, setState } = store
  const over = new Map<MessageId, LastNews | undefined>()
  /** What others have been shown of this tab's replies; none where nobody looks on. */
  const shown = new Map<MessageId, Answer | undefined>()
  /** Answers of this tab whose lock it has. */
  const held = new Set<MessageId>()
  /** Those whose beginning has come. */
  const begun = new Set<MessageId>()
  const post = (message: LiveMessage): void => channel.post(message)

  function show(id: MessageId): void {
    const live = [...getState().live.values()].find(({ answer }) => answer.id === id)
    if (live === undefined) return
    post(liveNews(live, shown.get(id)))
    shown.set(id, live.answer)
  }

  /**
   * Only once the lock is here: who hears of it waits for that lock, and might get it first and take the reply
   * for that of a dead tab.
   */
  async function tellWriting({ id, chatId }: Answer): Promise<void> {
    if (!held.has(id)) await deps.claim(id)
    if (getState().live.get(chatId)?.answer.id !== id) return
    held.add(id)
    post({ type: 'writing', id, chatId })
  }

  function lastNews(chatId: ChatId, id: MessageId): LastNews | null {
    const message = conversationOf(getState(), chatId)?.tree.get(id)
    if (message?.role !== 'answer') return null
    const { parts, figures, leftOut, ending } = message
    return { parts, figures, leftOut, ending }
  }

  function take(news: LiveNews): void {
    const message = conversationOf(getState(), news.chatId)?.tree.get(news.id)
    if (message?.role !== 'answer' || getState().live.has(news.chatId)) return
    if (!getState().elsewhere.has(news.id)) return
    const isWhole = news.parts.every(({ from }) => from === 0)
    if (!begun.has(news.id) && !isWhole) return
    const before = getState().watched.get(news.chatId)?.answer
    const known = before?.id === news.id ? before : message
    const live = withNews(known, news, !begun.has(news.id))
    if (live === undefined) return post({ type: 'show me', id: news.id })
    begun.add(news.id)
    setState((state) => withWatched(state, news.chatId, live))
  }

  function receive(message: LiveMessage): void {
    const own = [...getState().live.values()].map(({ answer }) => answer)
    switch (message.type) {
      case 'who writes':
        for (const answer of own) void tellWriting(answer)
        for (const { id, chatId } of deps.followed()) post({ type: 'written', id, chatId })
        return
      case 'writing':
        over.delete(message.id)
        begun.delete(message.id)
        return deps.onWriting(message)
      case 'written':
        if (!deps.followed().some(({ id }) => id === message.id)) deps.onWriting(message)
        return
      case 'over':
        over.set(message.id, message.last ?? undefined)
        return
      case 'live':
        return take(message)
      case 'show me':
        if (!own.some(({ id }) => id === message.id)) return
        shown.set(message.id, undefined)
        return show(message.id)
      case 'stop':
      case 'steer': {
        const chat = own.find(({ id }) => id === message.id)?.chatId
        if (chat === undefined) return
        if (message.type === 'stop') deps.stop(chat)
        else deps.steer(chat, message.steer)
      }
    }
  }

  channel.listen((data) => {
    const message = readLiveMessage(data)
    if (message !== undefined) receive(message)
  })
  store.subscribe(({ live }, { live: before }) => {
    if (live === before) return
    for (const [id, { answer }] of live) {
      const was = before.get(id)
      if (was?.answer.id !== answer.id) void tellWriting(answer)
      else if (was !== live.get(id) && shown.has(answer.id)) show(answer.id)
    }
    for (const [chatId, { answer }] of before)
      if (live.get(chatId)?.answer.id !== answer.id) {
        shown.delete(answer.id)
        held.delete(answer.id)
        post({ type: 'over', id: answer.id, last: lastNews(chatId, answer.id) })
      }
  })
  post({ type: 'who writes' })

  const watchedIn = (id: ChatId): MessageId | undefined => getState().watched.get(id)?.answer.id
  return {
    watch: ({ id }) => post({ type: 'show me', id }),
    isOver: (id) => over.has(id),
    lastOf: (id) => over.get(id),
    forget(id) {
      // That it has ended stays known, for a tab that asks later; its text is on the disk.
      if (over.has(id)) over.set(id, undefined)
      begun.delete(id)
    },
    stop(chat) {
      const id = watchedIn(chat)
      if (id !== undefined) post({ type: 'stop', id })
    },
    steer(chat, steer) {
      const id = watchedIn(chat)
      if (id !== undefined) post({ type: 'steer', id, steer })
    },
  }
}
