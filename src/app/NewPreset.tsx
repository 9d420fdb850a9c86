import type { ReactNode } from 'react'
import { useState } from 'react'

import type { ChatId } from '../chat/message.ts'
import { PresetEditor } from '../presets/PresetEditor.tsx'
import type { Ponder } from './boot.ts'
import { presetModels, presetOf } from './presetSteps.ts'

interface NewPresetProps {
  readonly ponder: Ponder
  readonly chat: ChatId
  readonly onClose: () => void
  readonly onSaved: () => void
}

/** What a chat is asked with, to be named and kept as a preset. */
export function NewPreset({ ponder, chat, onClose, onSaved }: NewPresetProps): ReactNode {
  const [preset] = useState(() => presetOf(ponder, chat))
  return (
    <PresetEditor
      models={presetModels(ponder)}
      onClose={onClose}
      onSave={(content) => {
        ponder.presets.add(content)
        onSaved()
      }}
      preset={preset}
      title="New preset"
    />
  )
}
