import type { ReactNode } from 'react'
import { useState } from 'react'

import type { Chat } from '../../chat/chat.ts'
import type { Message } from '../../chat/message.ts'
import { saveFile, toPlainName } from '../../lib/saveFile.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import type { AppStorage } from '../storage.ts'
import styles from './Backup.module.css'
import { backupTexts } from './backupFile.ts'
import { chatToHtml } from './chatHtml.ts'
import { chatToMarkdown } from './chatTexts.ts'

interface ExportChatProps {
  readonly storage: AppStorage
  readonly chat: Chat
  /** The messages on screen, as they are now. */
  readonly path: readonly Message[]
  readonly onClose: () => void
}

/** One chat as a file: for people, or with all that belongs to it. */
export function ExportChat({ storage, chat, path, onClose }: ExportChatProps): ReactNode {
  const [withThoughts, setWithThoughts] = useState(true)
  const [said, setSaid] = useState('')
  const shown = { chat, path, withThoughts }
  const name = toPlainName(chat.title)
  async function save(ending: string, make: () => Promise<string>, type: string): Promise<void> {
    try {
      saveFile(`${name}.${ending}`, await make(), type)
      setSaid(`${name}.${ending} was made.`)
    } catch (error) {
      setSaid(`Nothing was exported. ${String(error)}`)
    }
  }
  return (
    <Dialog onClose={onClose} title="Export chat">
      <div className={styles.section}>
        <p>
          Markdown and the web page hold the versions that are on screen. JSON holds every version,
          with all marks and figures, and can be imported again.
        </p>
        <label className={styles.choice}>
          <input
            checked={withThoughts}
            onChange={(event) => setWithThoughts(event.target.checked)}
            type="checkbox"
          />
          With the thoughts, in Markdown and the web page
        </label>
        <div className={styles.actions}>
          <Button
            onClick={() =>
              void save('md', () => Promise.resolve(chatToMarkdown(shown)), 'text/markdown')
            }
          >
            Markdown
          </Button>
          <Button onClick={() => void save('html', () => chatToHtml(shown), 'text/html')}>
            Web page
          </Button>
          <Button
            onClick={() =>
              void save('json', () => chatToJson(storage, chat.id), 'application/json')
            }
          >
            JSON
          </Button>
        </div>
        <p aria-live="polite" className={styles.note}>
          {said}
        </p>
      </div>
    </Dialog>
  )
}

/** A backup of this chat alone. */
async function chatToJson(storage: AppStorage, id: string): Promise<string> {
  const records = await storage.everything()
  const own = records.filter(({ key }) => {
    const [kind = '', chat] = key.split('/')
    return chat === id && kind !== 'preset' && kind !== 'draft'
  })
  return [...backupTexts(own, Date.now())].join('')
}
