import type { ReactNode } from 'react'
import { useEffect, useId, useRef, useState } from 'react'

import { fileEnding } from '../../lib/saveFile.ts'
import { Button } from '../../ui/Button.tsx'
import type { AppStorage } from '../storage.ts'
import styles from './Backup.module.css'
import { saveBackup } from './saveBackup.ts'

interface YourDataProps {
  readonly storage: AppStorage
  readonly onOpenFile: (file: File) => void
  readonly onOldChats: () => void
}

/** What is kept here, and the ways out and in. */
export function YourData({ storage, onOpenFile, onOldChats }: YourDataProps): ReactNode {
  const titleId = useId()
  const file = useRef<HTMLInputElement>(null)
  const [said, setSaid] = useState('')
  const [isExporting, setIsExporting] = useState(false)
  const [isPersisted, setIsPersisted] = useState<boolean | null>(null)
  useEffect(() => {
    void askStorage('persisted').then(setIsPersisted)
  }, [])

  async function exportAll(): Promise<void> {
    setIsExporting(true)
    setSaid(await saveBackup(storage, new Date()))
    setIsExporting(false)
  }
  async function persist(): Promise<void> {
    const granted = await askStorage('persist')
    setIsPersisted(granted)
    if (granted !== true)
      setSaid(
        'The browser did not agree. Installing the app, or a bookmark of it, can change that.',
      )
  }
  return (
    <section aria-labelledby={titleId} className={`${styles.section} ${styles.small}`}>
      <h3 id={titleId}>Your data</h3>
      <p>{describePersistence(isPersisted)}</p>
      <div className={styles.actions}>
        <Button disabled={isExporting} onClick={() => void exportAll()} size="s">
          Export chats
        </Button>
        <Button onClick={() => file.current?.click()} size="s">
          Import chats
        </Button>
        <Button onClick={onOldChats} size="s">
          Delete old chats
        </Button>
        {isPersisted === false ? (
          <Button onClick={() => void persist()} size="s">
            Ask the browser to keep them
          </Button>
        ) : null}
        <input
          accept={`${fileEnding},.json,application/json`}
          aria-label="File of chats"
          hidden
          onChange={(event) => {
            const [chosen] = event.target.files ?? []
            event.target.value = ''
            if (chosen !== undefined) onOpenFile(chosen)
          }}
          ref={file}
          type="file"
        />
      </div>
      <p aria-live="polite" className={styles.note}>
        {said}
      </p>
      <p className={styles.note}>
        Export makes one file of all chats, thoughts, presets and settings; models are not in it.
        Import reads such a file, and exports of web-llm-chat and Open WebUI. It adds and never
        overwrites.
      </p>
    </section>
  )
}

function describePersistence(isPersisted: boolean | null): string {
  if (isPersisted === true)
    return 'Your chats are on this device alone. The browser keeps them until you delete them.'
  if (isPersisted === false)
    return 'Your chats are on this device alone. The browser may clear them when the device is short of room: export them now and then.'
  return 'Your chats are on this device alone. This browser does not say for how long it keeps them: export them now and then.'
}

/** Null where the browser has no such question, or refuses to be asked. */
async function askStorage(question: 'persist' | 'persisted'): Promise<boolean | null> {
  try {
    return await navigator.storage[question]()
  } catch {
    return null
  }
}
