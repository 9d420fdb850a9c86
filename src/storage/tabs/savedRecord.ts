import { chatToRecord } from '../chatRecord.ts'
import { messageToRecord } from '../messageRecord.ts'
import type { Snapshot } from '../pendingChanges.ts'
import { presetToRecord } from '../presetRecord.ts'
import { settingsToRecord } from '../settingsRecord.ts'
import { sharedKindOf, messageIds } from './formats.ts'

/** The record under a key as this window last saw it on the disk; undefined if there was none. */
export function savedRecord(saved: Snapshot, key: string): unknown {
  const id = key.slice(key.indexOf('/') + 1)
  switch (sharedKindOf(key)) {
    case 'chat': {
      const chat = saved.chats.get(id)
      return chat && chatToRecord(chat)
    }
    case 'message': {
      const ids = messageIds(key)
      const message = saved.trees.get(ids.chat)?.get(ids.message)
      return message && messageToRecord(message)
    }
    case 'preset': {
      const preset = saved.presets.get(id)
      return preset && presetToRecord(preset)
    }
    case 'settings':
      return saved.settings === null ? undefined : settingsToRecord(saved.settings)
    case undefined:
      return undefined
  }
}
