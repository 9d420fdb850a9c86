import type { StoreApi } from 'zustand/vanilla'

import { endAnswer } from './answer.ts'
import { replaceMessage, touch } from './chat.ts'
import { conversationOf, withConversation, withLive, type ChatState } from './chatState.ts'
import type { LiveAnswer } from './liveAnswer.ts'
import type { Answer, ChatId, Message } from './message.ts'
import { pathTo } from './messageTree.ts'
import { createSteering, type Steer, type Steering } from './steering.ts'
import type { TurnLock } from './turnLock.ts'
import type { WritingLocks } from './writingLocks.ts'

/** One turn, from an open answer to an ended one: `runTurn` with its engine handed in. */
export type RunTurn = (
  path: readonly Message[],
  answer: Answer,
  show: (live: Omit<LiveAnswer, 'startedAt'>) => void,
  signal: AbortSignal,
  steering: Steering,
) => Promise<Answer>

export interface TurnsDeps {
  readonly runTurn: RunTurn
  readonly now: () => number
  readonly locks: WritingLocks
  /** Undefined: this tab is alone. */
  readonly turnLock?: TurnLock | undefined
  /** Settles when what is in the store now is on the disk, or could not be written. */
  readonly whenStored: () => Promise<void>
}

export interface Turns {
  /** Write this open answer; it waits for the replies that other chats asked for before. */
  start(answer: Answer): void
  /** Change how the thought under way goes on; nothing where there is none. */
  steer(id: ChatId, steer: Steer): void
  /** Ask the engine to stop; the answer ends as soon as it does. */
  stop(id: ChatId): void
  /** End the chat's answer at once, as it stands, whatever the engine still sends. */
  interrupt(id: ChatId): void
  /** Settles when no turn is running or waiting. */
  whenIdle(): Promise<void>
}

/** Who writes when: one reply in a chat, one reply at a time on the engine, first come first served. */
export function createTurns(
  store: StoreApi<ChatState>,
  { runTurn, now, locks, turnLock, whenStored }: TurnsDeps,
): Turns {
  const running = new Map<ChatId, AbortController>()
  const wheels = new Map<ChatId, Steering>()
  let queue: Promise<unknown> = Promise.resolve()

  function start(answer: Answer): void {
    const { chatId } = answer
    const controller = new AbortController()
    const startedAt = now()
    const show: Parameters<RunTurn>[2] = (live) => {
      if (running.get(chatId) === controller)
        store.setState((state) => withLive(state, chatId, { ...live, startedAt }))
    }
    const waitsFor = running.size > 0 ? 'another reply' : 'model'
    running.set(chatId, controller)
    const steering = createSteering()
    wheels.set(chatId, steering)
    void locks.claim(answer.id)
    show({ answer, phase: { kind: 'waiting', for: waitsFor } })

    const before = queue
    let release: (() => void) | undefined
    const turn = settledOrAborted(before, controller.signal)
      // A token that is on the disk needs its chat and its question there.
      .then(whenStored)
      .then(() => {
        if (turnLock === undefined || controller.signal.aborted) return undefined
        const lock = turnLock.take(() =>
          show({ answer, phase: { kind: 'waiting', for: 'another tab' } }),
        )
        release = lock.release
        return settledOrAborted(lock.granted, controller.signal)
      })
      .then(() => {
        const conversation = conversationOf(store.getState(), chatId)
        return controller.signal.aborted || conversation === undefined
          ? endAnswer(answer, { kind: 'stopped' })
          : runTurn(pathTo(conversation.tree, answer.id), answer, show, controller.signal, steering)
      })
      .then((ended) => settle(chatId, controller, ended))
      .finally(() => release?.())
    queue = Promise.allSettled([before, turn])
  }

  function settle(id: ChatId, controller: AbortController, answer: Answer): void {
    if (running.get(id) !== controller) return
    running.delete(id)
    wheels.delete(id)
    store.setState((state) => {
      const conversation = conversationOf(state, id)
      const calm = withLive(state, id, null)
      return conversation === undefined
        ? calm
        : withConversation(calm, touch(replaceMessage(conversation, answer), now()))
    })
    void letGo(answer)
  }

  /** Only what is on the disk may another tab go on from. */
  async function letGo({ id, chatId }: Answer): Promise<void> {
    await whenStored()
    if (store.getState().live.get(chatId)?.answer.id !== id) locks.release(id)
  }

  return {
    start,
    steer: (id, steer) => {
      if (running.has(id)) wheels.get(id)?.ask(steer)
    },
    stop(id) {
      const live = store.getState().live.get(id)
      if (live === undefined) return
      store.setState((state) => withLive(state, id, { ...live, phase: { kind: 'stopping' } }))
      running.get(id)?.abort()
    },
    interrupt(id) {
      const controller = running.get(id)
      const live = store.getState().live.get(id)
      if (controller === undefined || live === undefined) return
      settle(id, controller, endAnswer(live.answer, { kind: 'stopped' }))
      controller.abort()
    },
    async whenIdle() {
      let seen: unknown
      while (seen !== queue) {
        seen = queue
        await queue
      }
    },
  }
}

/** Waits for the turns before, but never after an abort: stopping a waiting reply is immediate. */
async function settledOrAborted(before: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await Promise.race([before, aborted])
}
