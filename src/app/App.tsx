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
import { EngineLine } from '../engine/EngineLine.tsx'
import type { Suggestion } from '../engine/engine.ts'
import { DownloadLine } from '../engine/shelf/DownloadLine.tsx'
import { StorageNotice } from '../storage/StorageNotice.tsx'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { chatToFragment } from './address.ts'
import styles from './App.module.css'
import type { Ponder } from './boot.ts'
import { IncomingDialogs } from './IncomingDialogs.tsx'
import { applyPreset, keepShared, presetModels } from './presetSteps.ts'
import { NoticeLines } from './NoticeLines.tsx'
import { SideFooter } from './SideFooter.tsx'
import { TopBar } from './TopBar.tsx'
import { UnknownChat } from './UnknownChat.tsx'
import { useFolding } from './useFolding.ts'

/** Opened seldom, and large: not part of what the first screen waits for. */
const ModelsDialog = lazy(async () => ({
  default: (await import('../engine/shelf/ModelsDialog.tsx')).ModelsDialog,
}))
const ChatOptions = lazy(async () => ({
  default: (await import('../chat/ChatOptions.tsx')).ChatOptions,
}))
const PresetsDialog = lazy(async () => ({
  default: (await import('../presets/PresetsDialog.tsx')).PresetsDialog,
}))
const NewPreset = lazy(async () => ({ default: (await import('./NewPreset.tsx')).NewPreset }))
const SharedChatView = lazy(async () => ({
  default: (await import('../chat/SharedChatView.tsx')).SharedChatView,
}))
const Keys = lazy(async () => ({ default: (await import('./keys/Keys.tsx')).Keys }))
const ExportChat = lazy(async () => ({
  default: (await import('./ExportOpenChat.tsx')).ExportOpenChat,
}))
const OldChats = lazy(async () => ({
  default: (await import('../storage/backup/OldChats.tsx')).OldChats,
}))
const EmptiedNotice = lazy(async () => ({
  default: (await import('../storage/EmptiedNotice.tsx')).EmptiedNotice,
}))
const ShareChat = lazy(async () => ({ default: (await import('./ShareChat.tsx')).ShareChat }))

const SearchChats = lazy(async () => ({ default: (await import('./SearchChats.tsx')).SearchChats }))
const AppSettings = lazy(async () => ({
  default: (await import('./AppSettings.tsx')).AppSettings,
}))
const LibraryDialog = lazy(async () => ({
  default: (await import('./LibraryDialog.tsx')).LibraryDialog,
}))

type DialogName =
  | 'none'
  | 'bin'
  | 'health'
  | 'models'
  | 'settings'
  | 'chat'
  | 'presets'
  | 'new preset'
  | 'keys'
  | 'export chat'
  | 'old chats'

const noDialog = { name: 'none', chat: '' } as const

/** The frame of the app: sidebar, bar, conversation, and the dialogs over them. */
export function App({ ponder }: { readonly ponder: Ponder }): ReactNode {
  const { chats, engine, incoming, navigation, presets, settings, storage, models } = ponder
  const { pwa, launching, shelf } = ponder
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
  const engineState = useSyncExternalStore(engine.subscribe, engine.getState)
  const known = useSyncExternalStore(models.registry.subscribe, models.registry.list)
  const model = chat === undefined ? undefined : known.find(({ id }) => id === chat.model)
  const nameOf = (id: string): string => models.registry.find(id)?.name ?? id

  const isNamed = chat !== undefined && list.length > 0 && shown.kind === 'chat'

  const close = useCallback(() => {
    launching.closeModels()
    setOpened(noDialog)
  }, [launching])
  const load = useCallback(
    (id: string) => void engine.load(id, {}, new AbortController().signal),
    [engine],
  )
  /** The chat goes on with what was suggested, and the context is kept to. */
  const accept = ({ model: id, contextTokens }: Suggestion): void => {
    void shelf.chooseContext(id, contextTokens)
    void shelf.obtain(id, 'use')
  }
  const newChat = (): void => {
    navigation.newChat()
    foldIfNarrow()
    // Once it is on screen: who begins a chat wants to type.
    requestAnimationFrame(() => frame.current && messageBox(frame.current)?.focus())
  }
  const foldIfNarrow = (): void => {
    if (isNarrow) setIsFolded(true)
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
            onDelete={(id) => void chats.removeChat(id)}
            onFollow={foldIfNarrow}
            onNew={newChat}
            onRename={(id, renamed) => void chats.rename(id, renamed)}
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
              engineLine={
                <>
                  <StorageNotice
                    onModels={() => setDialog('models')}
                    onOldChats={() => setDialog('old chats')}
                    storage={storage}
                  />
                  {ponder.forgetEmptied !== null && list.length === 0 ? (
                    <Suspense fallback={null}>
                      <EmptiedNotice
                        onDismiss={ponder.forgetEmptied}
                        onImport={() => setDialog('settings')}
                      />
                    </Suspense>
                  ) : null}
                  <NoticeLines isBusy={busy.size > 0} launching={launching} pwa={pwa} />
                  <DownloadLine nameOf={nameOf} onOpen={() => setDialog('models')} shelf={shelf} />
                  <EngineLine
                    modelName={'model' in engineState ? nameOf(engineState.model ?? '') : ''}
                    onAccept={accept}
                    onChooseModel={() => setDialog('models')}
                    onRetry={() => load(chat?.model ?? '')}
                    state={engineState}
                  />
                </>
              }
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
      {dialog === 'models' ? (
        <Suspense fallback={null}>
          <ModelsDialog
            engine={engineState}
            models={models}
            onClose={close}
            onUnload={() => void engine.unload()}
            shelf={shelf}
          />
        </Suspense>
      ) : null}
      {dialog === 'presets' && arrived.kind === 'none' ? (
        <Suspense fallback={null}>
          <PresetsDialog
            models={presetModels(ponder)}
            onClose={close}
            onOpenFile={(file) => void incoming.openFile(file)}
            onUse={(preset, values) => {
              close()
              applyPreset(ponder, preset, values)
              foldIfNarrow()
            }}
            own={settings.getState().chat}
            store={presets}
          />
        </Suspense>
      ) : null}
      {dialog === 'new preset' ? (
        <Suspense fallback={null}>
          <NewPreset
            chat={openChat}
            onClose={close}
            onSaved={() => setDialog('presets')}
            ponder={ponder}
          />
        </Suspense>
      ) : null}
      {sharing === null ? null : (
        <Suspense fallback={null}>
          <ShareChat {...sharing} ponder={ponder} onClose={() => setSharing(null)} />
        </Suspense>
      )}
      {dialog === 'bin' || dialog === 'health' ? (
        <Suspense fallback={null}>
          <LibraryDialog name={dialog} onClose={close} ponder={ponder} />
        </Suspense>
      ) : null}
      <Suspense>
        <Keys isAsked={dialog === 'keys'} onClose={close} onNewChat={newChat} settings={settings} />
      </Suspense>
      <IncomingDialogs ponder={ponder} />
      {dialog === 'settings' ? (
        <Suspense fallback={null}>
          <AppSettings
            onClose={close}
            onHealth={() => setDialog('health')}
            onOldChats={() => setDialog('old chats')}
            ponder={ponder}
          />
        </Suspense>
      ) : null}
      {dialog === 'export chat' ? (
        <Suspense fallback={null}>
          <ExportChat chat={openChat} onClose={close} ponder={ponder} />
        </Suspense>
      ) : null}
      {dialog === 'old chats' ? (
        <Suspense fallback={null}>
          <OldChats
            chats={chats}
            onClose={close}
            onModels={() => setDialog('models')}
            storage={storage}
          />
        </Suspense>
      ) : null}
      {dialog === 'chat' && chat !== undefined ? (
        <Suspense fallback={null}>
          <ChatOptions
            onChange={(change) => chats.changeSettings(chat.id, change)}
            onClose={close}
            onExport={() => setDialog('export chat')}
            onNewPreset={() => setDialog('new preset')}
            settings={chat}
          />
        </Suspense>
      ) : null}
    </div>
  )
}
