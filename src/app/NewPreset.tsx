import type { ReactNode } from 'react'
import { useState } from 'react'

import { selectChat, selectDraft, selectPath } from '../chat/chatState.ts'
import { chatToPreset } from '../chat/chatToPreset.ts'
import type { ChatId } from '../chat/message.ts'
import type { PresetContent } from '../presets/preset.ts'
import { PresetEditor } from '../presets/PresetEditor.tsx'
import { emptyPreset } from '../presets/presetForm.ts'
import type { Ponder } from './boot.ts'
import { presetModels } from './presetSteps.ts'

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

/** What a chat is asked with, and its first question: the one that is typed while none was asked. */
function presetOf({ chats }: Ponder, id: ChatId): PresetContent {
  const state = chats.getState()
  const chat = selectChat(id)(state)
  if (chat === undefined) return emptyPreset
  const [first] = selectPath(id)(state)
  return chatToPreset(chat, first?.role === 'question' ? first.text : selectDraft(id)(state).text)
}
