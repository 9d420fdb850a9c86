import type { ReactNode } from 'react'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'

import { ChatOptions } from '../chat/ChatOptions.tsx'
import { ChatSidebar } from '../chat/ChatSidebar.tsx'
import { selectChat, selectChatList } from '../chat/chatState.ts'
import { ChatView } from '../chat/ChatView.tsx'
import type { ChatId } from '../chat/message.ts'
import { UndoLine } from '../chat/UndoLine.tsx'
import { EngineLine } from '../engine/EngineLine.tsx'
import type { Suggestion } from '../engine/engine.ts'
import type { CatalogueRecord } from '../engine/catalogue/record.ts'
import { ModelsDialog, type ModelSummary } from '../engine/ModelsDialog.tsx'
import { SettingsDialog } from '../settings/SettingsDialog.tsx'
import { StorageNotice } from '../storage/StorageNotice.tsx'
import { Button, IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import styles from './App.module.css'
import type { Ponder } from './boot.ts'
import { useIsNarrow } from './useIsNarrow.ts'

const summarize = ({ id, name, description }: CatalogueRecord): ModelSummary => ({
  id,
  name,
  description: description ?? '',
  facts: '3 million parameters, part of this app',
})

type OpenDialog = 'none' | 'models' | 'settings' | 'chat'

/** The frame of the app: sidebar, bar, conversation, and the dialogs over them. */
export function App({ ponder }: { readonly ponder: Ponder }): ReactNode {
  const { chats, engine, settings, storage, models } = ponder
  const [dialog, setDialog] = useState<OpenDialog>('none')
  const isNarrow = useIsNarrow()
  // A screen that turns narrow or wide folds or opens the chats once; after that the person decides.
  const [folded, setFolded] = useState({ isNarrow, isFolded: isNarrow })
  const isFolded = folded.isNarrow === isNarrow ? folded.isFolded : isNarrow
  const setIsFolded = (next: boolean): void => setFolded({ isNarrow, isFolded: next })
  const openChat = useStore(chats, (state) => state.openChat)
  const list = useStore(chats, selectChatList)
  const removed = useStore(chats, (state) => state.removed)
  const live = useStore(chats, (state) => state.live)
  const chat = useStore(chats, selectChat(openChat))
  const thought = useStore(settings, (state) => state.thought)
  const engineState = useSyncExternalStore(engine.subscribe, engine.getState)
  const known = useSyncExternalStore(models.registry.subscribe, models.registry.list)
  const model = chat === undefined ? undefined : known.find(({ id }) => id === chat.model)

  useEffect(() => {
    document.title = chat === undefined || list.length === 0 ? 'Ponder' : `${chat.title} · Ponder`
  }, [chat, list.length])

  const close = useCallback(() => setDialog('none'), [])
  const load = useCallback(
    (id: string) => void engine.load(id, {}, new AbortController().signal),
    [engine],
  )
  /** The chat goes on with what was suggested, and the context is kept to. */
  const accept = ({ model: id, contextTokens }: Suggestion): void => {
    models.registry.chooseContext(id, contextTokens)
    if (chat !== undefined) chats.changeSettings(chat.id, { model: id })
    void engine.load(id, { contextTokens }, new AbortController().signal)
  }
  const show = (id: ChatId): void => {
    void chats.open(id)
    if (isNarrow) setIsFolded(true)
  }
  return (
    <div className={isFolded ? `${styles.frame} ${styles.folded}` : styles.frame}>
      {isNarrow && isFolded ? null : (
        <div className={styles.side} inert={isFolded}>
          <ChatSidebar
            busy={new Set(live.keys())}
            chats={list}
            footer={
              <Button kind="quiet" onClick={() => setDialog('settings')}>
                <Icon name="settings" /> Settings
              </Button>
            }
            onDelete={(id) => void chats.removeChat(id)}
            onNew={() => {
              chats.newChat()
              if (isNarrow) setIsFolded(true)
            }}
            onOpen={show}
            onRename={(id, title) => void chats.rename(id, title)}
            openChat={openChat}
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
        <header className={styles.bar}>
          <IconButton
            aria-expanded={!isFolded}
            icon={<Icon name="menu" />}
            label={isFolded ? 'Show chats' : 'Hide chats'}
            onClick={() => setIsFolded(!isFolded)}
          />
          <h1>{chat === undefined || list.length === 0 ? 'Ponder' : chat.title}</h1>
          <Button
            aria-label={`Model: ${model?.name ?? 'none'}`}
            kind="quiet"
            onClick={() => setDialog('models')}
          >
            <Icon name="chip" />
            <span>
              <span className={styles.modelWord}>Model: </span>
              {model?.name ?? 'none'}
            </span>
          </Button>
          <IconButton
            icon={<Icon name="options" />}
            label="Chat options"
            onClick={() => setDialog('chat')}
          />
        </header>
        <div className={styles.chat}>
          <ChatView
            chatId={openChat}
            engine={engine}
            engineLine={
              <>
                <StorageNotice storage={storage} />
                <EngineLine
                  modelName={model?.name ?? ''}
                  onAccept={accept}
                  onChooseModel={() => setDialog('models')}
                  onRetry={() => load(chat?.model ?? '')}
                  state={engineState}
                />
              </>
            }
            key={openChat}
            models={
              <Button onClick={() => setDialog('models')}>
                <Icon name="chip" /> See the models
              </Button>
            }
            store={chats}
            thought={thought}
          />
        </div>
      </main>
      <div className={styles.undo}>
        <UndoLine
          onForget={chats.forgetRemoved}
          onUndo={() => void chats.undoRemove()}
          removed={removed}
        />
      </div>
      {dialog === 'models' ? (
        <ModelsDialog
          models={known.filter(({ role }) => role === 'embedded').map(summarize)}
          onClose={close}
          onLoad={load}
          onUnload={() => void engine.unload()}
          state={engineState}
        />
      ) : null}
      {dialog === 'settings' ? <SettingsDialog onClose={close} settings={settings} /> : null}
      {dialog === 'chat' && chat !== undefined ? (
        <ChatOptions
          onChange={(change) => chats.changeSettings(chat.id, change)}
          onClose={close}
          settings={chat}
        />
      ) : null}
    </div>
  )
}
