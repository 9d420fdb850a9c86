import type { Chat } from '../../src/chat/chat.ts'
import { selectChat, selectPath } from '../../src/chat/chatState.ts'
import { createChatStore, type ChatStore, type ChatStoreDeps } from '../../src/chat/chatStore.ts'
import type { Answer, ChatId, MessageId } from '../../src/chat/message.ts'
import { createRunTurn, type RunTurnDeps } from '../../src/chat/runTurn.ts'
import { createWritingLocks } from '../../src/chat/writingLocks.ts'
import type { Locks } from '../../src/lib/locks.ts'
import type { TreeResult } from '../../src/chat/threads.ts'
import { chatSettings } from './conversations.ts'
import { createFakeEngine, type FakeEngine } from './fakeEngine.ts'

export interface TestChats {
  readonly chats: ChatStore
  readonly engine: FakeEngine
  readonly openId: () => ChatId
  /** Ids of what is on screen in the open chat. */
  readonly shown: () => string
  /** The last answer on screen, live text left aside. */
  readonly lastAnswer: () => Answer
  /** Ask in the open chat, and let the engine answer. */
  readonly converse: (question: string, reply?: string) => Promise<MessageId>
}

interface TestChatsOptions extends Pick<RunTurnDeps, 'onGrown'>, Pick<ChatStoreDeps, 'loadTiming'> {
  readonly engine?: FakeEngine
  readonly loadTree?: (chat: Chat) => Promise<TreeResult>
  readonly readAgain?: (answer: Answer) => Promise<Answer | null>
  readonly whenStored?: () => Promise<void>
  /** None: this window is alone. */
  readonly locks?: Locks | undefined
  /** What new ids begin with: those of two windows are never the same. */
  readonly ids?: string
}

/** The real chats on a fake engine: ids count up, and so does the clock. */
export function testChats({
  engine = createFakeEngine(),
  loadTree = () => Promise.resolve({ kind: 'loaded', tree: new Map() }),
  readAgain = () => Promise.resolve(null),
  whenStored = () => Promise.resolve(),
  locks,
  ids = 'id',
  onGrown,
  loadTiming,
}: TestChatsOptions = {}): TestChats {
  let count = 0
  let time = 1000
  const now = (): number => (time += 1)
  const chats = createChatStore({
    runTurn: createRunTurn({
      engine,
      now,
      contextOf: () => 2048,
      ...(onGrown && { onGrown }),
      onFrame(run) {
        let isCancelled = false
        queueMicrotask(() => {
          if (!isCancelled) run()
        })
        return () => {
          isCancelled = true
        }
      },
    }),
    loadTree,
    readAgain,
    ...(loadTiming && { loadTiming }),
    whenStored,
    locks: createWritingLocks(locks),
    defaults: () => chatSettings,
    templateOf: () => 'r1-distill',
    createId: () => `${ids}${(count += 1)}`,
    random: () => 0.5,
    now,
  })

  const openId = (): ChatId => chats.getState().openChat
  const path = (): ReturnType<ReturnType<typeof selectPath>> =>
    selectPath(openId())(chats.getState())

  function lastAnswer(): Answer {
    const last = path().at(-1)
    if (last?.role !== 'answer') throw new Error('There is no answer on screen.')
    return last
  }

  return {
    chats,
    engine,
    openId,
    lastAnswer,
    shown: () =>
      path()
        .map(({ id }) => id)
        .join(' '),
    async converse(question, reply = '4') {
      const asked = engine.asked.length
      if (!chats.ask(openId(), question)) throw new Error('It could not be asked.')
      await engine.whenAsked(asked + 1)
      engine.say(`Well.</think>${reply}`)
      engine.end()
      await chats.whenIdle()
      return lastAnswer().id
    },
  }
}

export function chatOf({ chats, openId }: TestChats): Chat {
  const chat = selectChat(openId())(chats.getState())
  if (chat === undefined) throw new Error('There is no open chat.')
  return chat
}
