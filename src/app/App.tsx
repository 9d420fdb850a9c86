import type { ReactNode } from 'react'
import { lazy, Suspense, useCallback, useRef, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'

import { ChatSidebar } from '../chat/ChatSidebar.tsx'
import { selectChat, selectChatList, selectPath } from '../chat/chatState.ts'
import { ChatView } from '../chat/ChatView.tsx'
import { messageBox } from '../chat/focusHome.ts'
import type { ChatId, MessageId } from '../chat/message.ts'
import { UndoLine } from '../chat/UndoLine.tsx'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { chatToFragment } from './address.ts'
import styles from './App.module.css'
import { AppDialogs, type DialogName } from './AppDialogs.tsx'
import type { Ponder } from './boot.ts'
import { IncomingDialogs } from './IncomingDialogs.tsx'
import { keepShared } from './presetSteps.ts'
import { NoticeLines } from './NoticeLines.tsx'
import { SideFooter } from './SideFooter.tsx'
import { TopBar } from './TopBar.tsx'
import { UnknownChat } from './UnknownChat.tsx'
import { useFolding } from './useFolding.ts'

/** Opened seldom, and large: not part of what the first screen waits for. */
const SharedChatView = lazy(async () => ({
  default: (await import('../chat/SharedChatView.tsx')).SharedChatView,
}))
const ShareChat = lazy(async () => ({ default: (await import('./ShareChat.tsx')).ShareChat }))

const SearchChats = lazy(async () => ({ default: (await import('./SearchChats.tsx')).SearchChats }))

const noDialog = { name: 'none', chat: '' } as const

/** The frame of the app: sidebar, bar, conversation, and the dialogs over them. */
export function App({ ponder }: { readonly ponder: Ponder }): ReactNode {
  const { chats, engine, incoming, navigation, settings, models, pwa, launching } = ponder
  const frame = useRef<HTMLDivElement>(null)
  const { isNarrow, isFolded, setIsFolded } = useFolding(frame)
  const openChat = useStore(chats, (state) => state.openChat)
  const shown = useStore(navigation.state)
  // A dialog is about the chat that it was opened in: Back closes it.
  const [opened, setOpened] = useState<{ name: DialogName; chat: ChatId }>(noDialog)
  const wantsModels = useStore(launching, (state) => state.wantsModels)
  const dialog = wantsModels ? 'models' : opened.chat === openChat ? opened.name : 'none'
  const setDialog = (name: DialogName): void => setOpened({ name, chat: openChat })
  const arrived = useStore(incoming.state)
  const hasMessages = useStore(chats, (state) => selectPath(openChat)(state).length > 0)
  const [sharing, setSharing] = useState<{
    title: string
    chat: ChatId
    answer: MessageId | null
  } | null>(null)
  const list = useStore(chats, selectChatList)
  const removed = useStore(chats, (state) => state.removed)
  const busy = useStore(
    chats,
    useShallow((state) => new Set(state.live.keys())),
  )
  const chat = useStore(chats, selectChat(openChat))
  const thought = useStore(settings, (state) => state.thought)
  const known = useSyncExternalStore(models.registry.subscribe, models.registry.list)
  const model = chat === undefined ? undefined : known.find(({ id }) => id === chat.model)

  const isNamed = chat !== undefined && list.length > 0 && shown.kind === 'chat'

  const close = useCallback(() => {
    launching.closeModels()
    setOpened(noDialog)
  }, [launching])
  // The same from one drawing to the next, as the rows of the list are only drawn when something is new.
  const deleteChat = useCallback((id: ChatId) => void chats.removeChat(id), [chats])
  const renameChat = useCallback(
    (id: ChatId, renamed: string) => void chats.rename(id, renamed),
    [chats],
  )
  const foldIfNarrow = useCallback(() => {
    if (isNarrow) setIsFolded(true)
  }, [isNarrow, setIsFolded])
  const newChat = (): void => {
    navigation.newChat()
    foldIfNarrow()
    // Once it is on screen: who begins a chat wants to type.
    requestAnimationFrame(() => frame.current && messageBox(frame.current)?.focus())
  }
  return (
    <div className={isFolded ? `${styles.frame} ${styles.folded}` : styles.frame} ref={frame}>
      {isNarrow && isFolded ? null : (
        <div className={styles.side} inert={isFolded}>
          <ChatSidebar
            addressOf={chatToFragment}
            busy={busy}
            chats={list}
            footer={
              <SideFooter
                installOffer={ponder.installOffer}
                onKeys={() => setDialog('keys')}
                onBin={() => setDialog('bin')}
                onPresets={() => setDialog('presets')}
                onSettings={() => setDialog('settings')}
                pwa={pwa}
              />
            }
            onDelete={deleteChat}
            onFollow={foldIfNarrow}
            onNew={newChat}
            onRename={renameChat}
            openChat={shown.kind === 'chat' ? openChat : null}
            search={
              <Suspense fallback={<div className={styles.search} />}>
                <SearchChats onFollow={foldIfNarrow} ponder={ponder} />
              </Suspense>
            }
          />
        </div>
      )}
      {isNarrow && !isFolded ? (
        <button
          aria-label="Close chats"
          className={styles.veil}
          onClick={() => setIsFolded(true)}
          type="button"
        />
      ) : null}
      <main className={styles.main} inert={isNarrow && !isFolded}>
        <TopBar
          heading={isNamed ? chat.title : 'Ponder'}
          isFolded={isFolded}
          modelName={model?.name ?? 'none'}
          onFold={() => setIsFolded(!isFolded)}
          onModels={() => setDialog('models')}
          onShare={
            hasMessages && shown.kind === 'chat' && arrived.kind !== 'chat'
              ? () => setSharing({ title: 'Share chat', chat: openChat, answer: null })
              : undefined
          }
          onOptions={() => setDialog('chat')}
        />
        <div className={styles.chat}>
          {arrived.kind === 'chat' ? (
            <Suspense fallback={null}>
              <SharedChatView
                notes={arrived.notes}
                onClose={incoming.settle}
                onKeep={() => keepShared(ponder, arrived.shared)}
                shared={arrived.shared}
                source={arrived.source}
              />
            </Suspense>
          ) : shown.kind === 'unknown chat' ? (
            <UnknownChat onNew={newChat} />
          ) : (
            <ChatView
              chatId={openChat}
              context={ponder.context}
              engine={engine}
              engineLine={<NoticeLines onOpen={setDialog} ponder={ponder} />}
              key={openChat}
              lenses={ponder.lenses}
              models={
                <Button onClick={() => setDialog('models')}>
                  <Icon name="chip" /> See the models
                </Button>
              }
              onShareTurn={(answer) => setSharing({ title: 'Share turn', chat: openChat, answer })}
              store={chats}
              thought={thought}
            />
          )}
        </div>
      </main>
      <div className={styles.undo}>
        <UndoLine
          findHome={() => frame.current && messageBox(frame.current)}
          onForget={chats.forgetRemoved}
          onUndo={() => void chats.undoRemove()}
          removed={removed}
        />
      </div>
      <AppDialogs
        dialog={dialog}
        onClose={close}
        onLeave={foldIfNarrow}
        onNewChat={newChat}
        onOpen={setDialog}
        ponder={ponder}
      />
      {sharing === null ? null : (
        <Suspense fallback={null}>
          <ShareChat {...sharing} ponder={ponder} onClose={() => setSharing(null)} />
        </Suspense>
      )}
      <IncomingDialogs ponder={ponder} />
    </div>
  )
}
