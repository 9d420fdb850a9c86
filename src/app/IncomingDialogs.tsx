import type { ReactNode } from 'react'
import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'

import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import type { Ponder } from './boot.ts'
import { applyPreset, presetModels } from './presetSteps.ts'

const UsePreset = lazy(async () => ({
  default: (await import('../presets/UsePreset.tsx')).UsePreset,
}))
const IncomingPresets = lazy(async () => ({
  default: (await import('../presets/IncomingPresets.tsx')).IncomingPresets,
}))

const ImportChats = lazy(async () => ({
  default: (await import('../storage/backup/ImportChats.tsx')).ImportChats,
}))

/** What came in by a link or a file and waits for a yes. Only the buttons here use or keep any of it. */
export function IncomingDialogs({ ponder }: { readonly ponder: Ponder }): ReactNode {
  const { incoming, presets, settings, storage, chats } = ponder
  const arrived = useStore(incoming.state)
  const own = useStore(settings, (state) => state.chat)
  const isBusy = useStore(chats, (state) => state.live.size > 0)
  switch (arrived.kind) {
    case 'preset': {
      const { content, notes, source } = arrived
      return (
        <Suspense fallback={null}>
          <UsePreset
            key={JSON.stringify(content)}
            lead={
              <p>
                <strong>{content.name}</strong>
              </p>
            }
            models={presetModels(ponder)}
            notes={notes}
            onDismiss={incoming.settle}
            onSave={() => {
              presets.add(content)
              incoming.settle()
            }}
            onUse={(values) => applyPreset(ponder, content, values)}
            own={own}
            preset={content}
            title={source === 'link' ? 'Preset from a link' : 'Preset from a file'}
          />
        </Suspense>
      )
    }
    case 'presets':
      return (
        <Suspense fallback={null}>
          <IncomingPresets
            contents={arrived.contents}
            notes={arrived.notes}
            onDismiss={incoming.settle}
            onSave={() => {
              for (const content of arrived.contents) presets.add(content)
              incoming.settle()
            }}
          />
        </Suspense>
      )
    case 'library':
      return (
        <Suspense fallback={null}>
          <ImportChats
            found={arrived.found}
            isBusy={isBusy}
            isFresh={chats.getState().chats.size === 0}
            onDismiss={incoming.settle}
            own={own}
            storage={storage}
          />
        </Suspense>
      )
    case 'refused':
      return (
        <Dialog
          onClose={incoming.settle}
          title={
            arrived.source === 'link' ? 'This link cannot be used' : 'This file cannot be used'
          }
        >
          <p>{arrived.reason}</p>
          <p>Nothing was changed.</p>
          <Button kind="primary" onClick={incoming.settle}>
            Dismiss
          </Button>
        </Dialog>
      )
    case 'none':
    case 'reading':
    case 'chat':
      return null
  }
}
