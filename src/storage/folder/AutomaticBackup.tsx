import type { ReactNode } from 'react'
import { useEffect, useId, useRef, useState } from 'react'
import { useStore } from 'zustand'

import { Button } from '../../ui/Button.tsx'
import { useKeptFocus } from '../../ui/useKeptFocus.ts'
import styles from '../backup/Backup.module.css'
import { pickFolder } from './browserFolder.ts'
import type { FolderBackup, FolderOutcome } from './folderState.ts'
import { describeFolderState, describeOutcome } from './folderWords.ts'

/** Loads what does it; null where the browser cannot write to a folder. */
export type FindFolderBackup = (() => Promise<FolderBackup>) | null

/** A folder of the person's that backups go to by themselves. */
export function AutomaticBackup({ find }: { readonly find: FindFolderBackup }): ReactNode {
  const titleId = useId()
  const [found, setFound] = useState<FolderBackup | 'failed' | null>(null)
  useEffect(() => {
    find?.().then(setFound, () => setFound('failed'))
  }, [find])
  return (
    <section aria-labelledby={titleId} className={`${styles.section} ${styles.small}`}>
      <h3 id={titleId}>Automatic backup</h3>
      {find === null ? (
        <p>
          This browser lets no page write to a folder of yours. Export your chats now and then, or
          open Ponder in Chrome or Edge on a computer.
        </p>
      ) : found === 'failed' ? (
        <p>This part of the app could not be loaded. Reload the page to try again.</p>
      ) : found === null ? (
        <p>Looking…</p>
      ) : (
        <FolderControls backup={found} />
      )}
    </section>
  )
}

function FolderControls({ backup }: { readonly backup: FolderBackup }): ReactNode {
  const state = useStore(backup.state)
  const [said, setSaid] = useState('')
  const controls = useRef<HTMLDivElement>(null)
  // The buttons are others once a folder is chosen, allowed or given up.
  useKeptFocus(controls, () => controls.current?.querySelector('button'))
  useEffect(() => {
    // Another tab may have written one since, and a browser's settings change behind our back.
    void backup.refresh()
  }, [backup])

  async function act(run: () => Promise<string>): Promise<void> {
    setSaid('')
    setSaid(await run())
  }
  const tell = (run: () => Promise<FolderOutcome>): void =>
    void act(async () => describeOutcome(await run()))

  async function choose(): Promise<string> {
    try {
      const handle = await pickFolder(window)
      return handle === null ? '' : describeOutcome(await backup.choose(handle))
    } catch (error) {
      return `The folder could not be chosen. Try another one. ${String(error)}`
    }
  }
  async function stop(): Promise<void> {
    setSaid(
      (await backup.stop())
        ? 'No more backups are written there. The files that are there stay.'
        : 'It could not be stopped, as the browser’s storage did not take it. Reload this page and try again.',
    )
  }
  const isChosen = state.kind === 'on' || state.kind === 'permission'
  return (
    <>
      {describeFolderState(state).map((line) => (
        <p key={line}>{line}</p>
      ))}
      <div className={styles.actions} ref={controls}>
        {state.kind === 'off' || state.kind === 'damaged' ? (
          <Button onClick={() => void act(choose)} size="s">
            Choose folder…
          </Button>
        ) : null}
        {state.kind === 'permission' ? (
          <Button onClick={() => tell(backup.allow)} size="s">
            Allow again
          </Button>
        ) : null}
        {state.kind === 'on' ? (
          <Button onClick={() => tell(backup.backUpNow)} size="s">
            Back up now
          </Button>
        ) : null}
        {isChosen ? (
          <Button onClick={() => void stop()} size="s">
            Stop
          </Button>
        ) : null}
      </div>
      <p aria-live="polite" className={styles.note}>
        {said}
      </p>
    </>
  )
}
