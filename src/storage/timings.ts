import type { ChatState } from '../chat/chatState.ts'
import type { Answer, Message, MessageId } from '../chat/message.ts'
import type { Growth, TurnTiming } from '../chat/replay/turnTiming.ts'
import type { Change, Database } from './database.ts'
import { kindOf, timingKey, timingPrefix } from './keys.ts'
import type { Snapshot } from './pendingChanges.ts'
// Not loaded late: a reply that ends without a network is to be kept with its times.
import { growTiming, readTiming } from './readTiming.ts'

/** The times of replies: records of their own, which come and go with their messages. */
export interface Timings {
  /** How a reply grew, to be kept with it. */
  keep(answer: Answer, growth: readonly Growth[]): void
  load(answer: Answer): Promise<TurnTiming | null>
  /** What was just deleted may be brought back: called before it is taken from the disk. */
  hold(state: ChatState): void
  /** The changes, and those of the times that follow from them. */
  follow(changes: readonly Change[], next: Snapshot): readonly Change[]
  /** These are on the disk now. */
  written(changes: readonly Change[]): void
  /** Settles when all that was told to be kept waits to be written. */
  settled(): Promise<unknown>
}

interface Waiting {
  readonly message: MessageId
  readonly record: unknown
  /** Of a deleted message; else of a new one. */
  readonly isHeld: boolean
}

/** `onWaiting` is told when there is something new to write. */
export function createTimings(database: Database, onWaiting: () => void): Timings {
  /** Records whose message is not known to be on the disk, by their key. */
  const waiting = new Map<string, Waiting>()
  let work: Promise<unknown> = Promise.resolve()

  /** One after the other. What fails costs a replay its speed, and nothing else. */
  function queue(step: () => Promise<void>): void {
    work = work.then(step).catch(() => undefined)
  }

  function put({ chatId, id }: Message, record: unknown, isHeld: boolean): void {
    waiting.set(timingKey(chatId, id), { message: id, record, isHeld })
    onWaiting()
  }

  return {
    keep(answer, growth) {
      if (!growth.some(({ at }) => at !== null && at.length > 0)) return
      queue(async () => {
        const key = timingKey(answer.chatId, answer.id)
        const before = waiting.get(key)?.record ?? (await database.read(key))
        const record = growTiming(answer, before, growth)
        if (record !== undefined) put(answer, record, false)
      })
    },

    async load(answer) {
      await work
      const key = timingKey(answer.chatId, answer.id)
      return readTiming(answer, waiting.get(key)?.record ?? (await database.read(key)))
    },

    hold({ removed, threads }) {
      if (removed === null) return
      const [chatId, messages] =
        removed.kind === 'chat'
          ? [removed.conversation.chat.id, [...removed.conversation.tree.values()]]
          : [removed.removal.chatId, removed.removal.messages]
      const isStillThere = (id: MessageId): boolean =>
        messages.some((message) => message.id === id) ||
        [...threads.values()].some((thread) => thread.status === 'loaded' && thread.tree.has(id))
      // What was deleted before this cannot be brought back any more.
      for (const [key, { message, isHeld }] of waiting)
        if (isHeld && !isStillThere(message)) waiting.delete(key)
      // Asked for at once: the database does things in the order in which it is asked.
      const reading = database.readAll(timingPrefix(chatId))
      queue(async () => {
        const found = new Map((await reading).map(({ key, value }) => [key, value]))
        for (const message of messages) {
          const record = found.get(timingKey(chatId, message.id))
          if (record !== undefined) put(message, record, true)
        }
      })
    },

    follow(changes, { trees }) {
      const gone = changes.flatMap(({ kind, key }): readonly Change[] =>
        kind === 'delete' && kindOf(key) === 'message'
          ? [{ kind, key: key.replace('message/', 'timing/') }]
          : [],
      )
      const there = [...waiting].flatMap(([key, { message, record }]): readonly Change[] =>
        [...trees.values()].some((tree) => tree.has(message))
          ? [{ kind: 'put', key, value: record }]
          : [],
      )
      return [...changes, ...gone, ...there]
    },

    written(changes) {
      for (const change of changes)
        if (change.kind === 'put' && waiting.get(change.key)?.record === change.value)
          waiting.delete(change.key)
    },

    settled: () => work,
  }
}
