import type { ReactNode } from 'react'
import { lazy, Suspense, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'

import { selectChat } from '../chat/chatState.ts'
import { EngineLine } from '../engine/EngineLine.tsx'
import type { ModelId } from '../engine/engine.ts'
import { DownloadLine } from '../engine/shelf/DownloadLine.tsx'
import { NoNetworkLine } from '../pwa/OfflineLine.tsx'
import { UpdateNotice } from '../pwa/UpdateNotice.tsx'
import { StorageNotice } from '../storage/StorageNotice.tsx'
import type { DialogName } from './AppDialogs.tsx'
import type { Ponder } from './boot.ts'
import { LaunchNotice } from './LaunchNotice.tsx'

const EmptiedNotice = lazy(async () => ({
  default: (await import('../storage/EmptiedNotice.tsx')).EmptiedNotice,
}))

interface NoticeLinesProps {
  readonly ponder: Ponder
  readonly onOpen: (dialog: DialogName) => void
}

/** Above the question box: what has happened to the chats, the app and the models. */
export function NoticeLines({ ponder, onOpen }: NoticeLinesProps): ReactNode {
  const { chats, engine, launching, models, pwa, shelf, storage, forgetEmptied } = ponder
  const isBusy = useStore(chats, (state) => state.live.size > 0)
  const hasChats = useStore(chats, (state) => state.chats.size > 0)
  const model = useStore(chats, (state) => selectChat(state.openChat)(state)?.model ?? '')
  const engineState = useSyncExternalStore(engine.subscribe, engine.getState)
  const nameOf = (id: ModelId): string => models.registry.find(id)?.name ?? id
  const openModels = (): void => onOpen('models')
  return (
    <>
      <StorageNotice
        onModels={openModels}
        onOldChats={() => onOpen('old chats')}
        storage={storage}
      />
      {forgetEmptied !== null && !hasChats ? (
        <Suspense fallback={null}>
          <EmptiedNotice onDismiss={forgetEmptied} onImport={() => onOpen('settings')} />
        </Suspense>
      ) : null}
      <LaunchNotice launching={launching} />
      <UpdateNotice isBusy={isBusy} pwa={pwa} />
      <NoNetworkLine pwa={pwa} />
      <DownloadLine nameOf={nameOf} onOpen={openModels} shelf={shelf} />
      <EngineLine
        modelName={'model' in engineState ? nameOf(engineState.model ?? '') : ''}
        onAccept={({ model: id, contextTokens }) => {
          // The chat goes on with what was suggested, and the context is kept to.
          void shelf.chooseContext(id, contextTokens)
          void shelf.obtain(id, 'use')
        }}
        onChooseModel={openModels}
        onRetry={() => void engine.load(model, {}, new AbortController().signal)}
        state={engineState}
      />
    </>
  )
}
