import type { ReactNode } from 'react'
import { lazy, Suspense, useCallback, useEffect, useRef } from 'react'
import { useStore } from 'zustand'

import type { Engine } from '../engine/engine.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { useKeptFocus } from '../ui/useKeptFocus.ts'
import { AnswerItem } from './AnswerItem.tsx'
import { selectChat, selectPath, selectPhase, selectThread } from './chatState.ts'
import type { ChatStore } from './chatStore.ts'
import styles from './ChatView.module.css'
import { Composer } from './Composer.tsx'
import type { ContextRoom } from './context/contextRoom.ts'
import { FilledIn } from './FilledIn.tsx'
import { FirstRun } from './FirstRun.tsx'
import { findFocusHome } from './focusHome.ts'
import type { ChatId, MessageId } from './message.ts'
import { versionOf } from './messageTree.ts'
import type { LensStore } from './lensStore.ts'
import { QuestionItem } from './QuestionItem.tsx'
import { StatusLine } from './StatusLine.tsx'
import { useStickToBottom } from './useStickToBottom.ts'

/** Nothing to measure on the first screen, which does not wait for it. */
const ContextMeter = lazy(async () => ({
  default: (await import('./context/ContextMeter.tsx')).ContextMeter,
}))

export type ThoughtDisplay = 'follow' | 'peek' | 'closed'

interface ChatViewProps {
  readonly store: ChatStore
  readonly engine: Engine
  readonly context: ContextRoom
  readonly chatId: ChatId
  readonly thought: ThoughtDisplay
  readonly lenses: LensStore
  /** The line above the composer when the model has something to say. */
  readonly engineLine: ReactNode
  readonly models: ReactNode
  readonly onShareTurn: (answer: MessageId) => void
}

/** One chat: its conversation and the composer. */
export function ChatView(props: ChatViewProps): ReactNode {
  const { store, engine, context, chatId, thought, engineLine, models, onShareTurn } = props
  const chat = useStore(store, selectChat(chatId))
  const thread = useStore(store, selectThread(chatId))
  const path = useStore(store, selectPath(chatId))
  // Not the reply itself: nothing here is drawn again for a token.
  const phase = useStore(store, selectPhase(chatId))
  const elsewhere = useStore(store, (state) => state.elsewhere)
  const view = useRef<HTMLDivElement>(null)
  useKeptFocus(view, (lost) => view.current && findFocusHome(view.current, lost))
  const box = useRef<HTMLElement>(null)
  const content = useRef<HTMLDivElement>(null)
  // The first screen is read from its top.
  const noContent = useRef<HTMLDivElement>(null)
  const isEmpty = path.length === 0
  const isNew = useStore(store, (state) => state.unsent.id === chatId)
  const { stickNow } = useStickToBottom(box, isEmpty ? noContent : content)
  const busy = phase !== undefined

  const stop = useCallback(() => store.stop(chatId), [store, chatId])
  useStopKey(busy ? stop : undefined)

  const send = (question: string): boolean => {
    const isAsked = store.ask(chatId, question)
    if (isAsked) stickNow()
    return isAsked
  }
  const last = path.findLast((message) => message.role === 'answer')
  return (
    <div className={styles.view} ref={view}>
      <section aria-label="Conversation" className={styles.conversation} ref={box}>
        <div className={styles.column} ref={content}>
          {thread?.status === 'failed' ? (
            <Notice
              actions={
                <Button onClick={() => void store.open(chatId)} size="s">
                  Try again
                </Button>
              }
              kind="warning"
              title="The messages of this chat could not be read"
            >
              They are left as they are on this device. {thread.reason}
            </Notice>
          ) : null}
          {isEmpty && thread?.status === 'loaded' ? (
            isNew ? (
              <FirstRun models={models} onAsk={send} />
            ) : (
              <FilledIn beginning={chat?.beginning} />
            )
          ) : null}
          {/* Headings of answers begin below this one. */}
          {isEmpty ? null : <h2 className="visually-hidden">Conversation</h2>}
          {path.map((message) => {
            const tree = thread?.status === 'loaded' ? thread.tree : new Map()
            const shared = {
              version: versionOf(tree, message),
              busy,
              onDelete: () => store.removeMessage(chatId, message.id),
              onShow: (id: string) => store.showVersion(chatId, id),
            }
            return message.role === 'question' ? (
              <QuestionItem {...shared} key={message.id} question={message} store={store} />
            ) : (
              <AnswerItem
                {...shared}
                answer={message}
                context={context}
                engine={engine}
                isElsewhere={elsewhere.has(message.id)}
                key={message.id}
                lenses={chat?.lens === true ? props.lenses : undefined}
                models={models}
                onContinue={() => void store.continueAnswer(chatId, message.id)}
                onShare={() => onShareTurn(message.id)}
                onTryAgain={() => store.tryAgain(chatId, message.id)}
                path={path}
                store={store}
                thought={thought}
              />
            )
          })}
        </div>
      </section>
      <div className={styles.foot}>
        <StatusLine chatId={chatId} last={last} store={store} />
        {engineLine}
        <Composer
          isBlocked={chat === undefined || thread?.status !== 'loaded'}
          chatId={chatId}
          onSend={send}
          onStop={busy ? stop : undefined}
          store={store}
        />
        <div className={styles.meter}>
          <Suspense>
            <ContextMeter chatId={chatId} context={context} engine={engine} store={store} />
          </Suspense>
        </div>
      </div>
    </div>
  )
}

/** Escape stops the reply, unless a dialog is open and has it first. */
function useStopKey(stop: (() => void) | undefined): void {
  useEffect(() => {
    if (stop === undefined) return undefined
    const onKey = (event: KeyboardEvent): void => {
      if (
        event.key === 'Escape' &&
        !event.defaultPrevented &&
        document.querySelector('dialog[open]') === null
      )
        stop()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [stop])
}
