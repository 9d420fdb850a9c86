import type { ReactNode } from 'react'
import { lazy, Suspense, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'

import { selectChat } from '../chat/chatState.ts'
import type { Ponder } from './boot.ts'
import { applyPreset, presetModels } from './presetSteps.ts'

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
const Keys = lazy(async () => ({ default: (await import('./keys/Keys.tsx')).Keys }))
const ExportChat = lazy(async () => ({
  default: (await import('./ExportOpenChat.tsx')).ExportOpenChat,
}))
const OldChats = lazy(async () => ({
  default: (await import('../storage/backup/OldChats.tsx')).OldChats,
}))
const AppSettings = lazy(async () => ({
  default: (await import('./AppSettings.tsx')).AppSettings,
}))
const LibraryDialog = lazy(async () => ({
  default: (await import('./LibraryDialog.tsx')).LibraryDialog,
}))

export type DialogName =
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

interface AppDialogsProps {
  readonly ponder: Ponder
  readonly dialog: DialogName
  readonly onOpen: (dialog: DialogName) => void
  readonly onClose: () => void
  readonly onNewChat: () => void
  /** The chat is to be seen, which a narrow window's sidebar hides. */
  readonly onLeave: () => void
}

/** What opens over the app by a button of its own: one at a time, about the open chat. */
export function AppDialogs(props: AppDialogsProps): ReactNode {
  const { ponder, dialog, onClose, onNewChat } = props
  return (
    <>
      <Suspense fallback={null}>
        <OpenDialog {...props} />
      </Suspense>
      {/* Also while it is closed: it hears the keys. */}
      <Suspense fallback={null}>
        <Keys
          isAsked={dialog === 'keys'}
          onClose={onClose}
          onNewChat={onNewChat}
          settings={ponder.settings}
        />
      </Suspense>
    </>
  )
}

function OpenDialog({ ponder, dialog, onOpen, onClose, onLeave }: AppDialogsProps): ReactNode {
  const { chats, engine, incoming, presets, settings, storage, models, shelf } = ponder
  const openChat = useStore(chats, (state) => state.openChat)
  const chat = useStore(chats, selectChat(openChat))
  const arrived = useStore(incoming.state, ({ kind }) => kind)
  const engineState = useSyncExternalStore(engine.subscribe, engine.getState)
  switch (dialog) {
    case 'none':
    case 'keys':
      return null
    case 'models':
      return (
        <ModelsDialog
          engine={engineState}
          models={models}
          onClose={onClose}
          onUnload={() => void engine.unload()}
          shelf={shelf}
        />
      )
    case 'presets':
      return arrived !== 'none' ? null : (
        <PresetsDialog
          models={presetModels(ponder)}
          onClose={onClose}
          onOpenFile={(file) => void incoming.openFile(file)}
          onUse={(preset, values) => {
            onClose()
            applyPreset(ponder, preset, values)
            onLeave()
          }}
          own={settings.getState().chat}
          store={presets}
        />
      )
    case 'new preset':
      return (
        <NewPreset
          chat={openChat}
          onClose={onClose}
          onSaved={() => onOpen('presets')}
          ponder={ponder}
        />
      )
    case 'bin':
    case 'health':
      return <LibraryDialog name={dialog} onClose={onClose} ponder={ponder} />
    case 'settings':
      return (
        <AppSettings
          onClose={onClose}
          onHealth={() => onOpen('health')}
          onOldChats={() => onOpen('old chats')}
          ponder={ponder}
        />
      )
    case 'export chat':
      return <ExportChat chat={openChat} onClose={onClose} ponder={ponder} />
    case 'old chats':
      return (
        <OldChats
          chats={chats}
          onClose={onClose}
          onModels={() => onOpen('models')}
          storage={storage}
        />
      )
    case 'chat':
      return chat === undefined ? null : (
        <ChatOptions
          onChange={(change) => chats.changeSettings(chat.id, change)}
          onClose={onClose}
          onExport={() => onOpen('export chat')}
          onNewPreset={() => onOpen('new preset')}
          settings={chat}
        />
      )
  }
}
