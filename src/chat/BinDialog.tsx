import type { ReactNode } from 'react'
import { useState } from 'react'
import { useStore } from 'zustand'

import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { keptInBinMs } from './bin.ts'
import styles from './BinDialog.module.css'
import type { Chat } from './chat.ts'
import type { ChatStore } from './chatStore.ts'

interface BinDialogProps {
  readonly chats: ChatStore
  readonly now: number
  readonly onClose: () => void
}

/** The deleted chats, the last one first: each is put back, or deleted for good, which is asked once more. */
export function BinDialog({ chats, now, onClose }: BinDialogProps): ReactNode {
  const bin = useStore(chats, (state) => state.bin)
  const [asked, setAsked] = useState<readonly Chat[]>([])
  const [said, setSaid] = useState('')
  const list = [...bin.values()].toSorted((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0))

  async function destroy(): Promise<void> {
    const kept = await chats.emptyBin(asked.map(({ id }) => id))
    setAsked([])
    setSaid(
      kept === 0
        ? 'Deleted for good.'
        : `${countChats(kept)} could not be read, so nothing of it was deleted. Reload the page and try again.`,
    )
  }

  return (
    <Dialog onClose={onClose} title="Bin">
      <p className={styles.note}>
        Deleted chats are kept here for 30 days, whole, and then deleted for good.
      </p>
      <p aria-live="polite" className={styles.note}>
        {said}
      </p>
      {list.length === 0 ? <p>The bin is empty.</p> : null}
      <ul className={styles.list}>
        {list.map((chat) => (
          <li key={chat.id}>
            <div className={styles.words}>
              <strong>{chat.title}</strong>
              <span className={styles.note}>{describeStay(chat, now)}</span>
            </div>
            <Button
              aria-label={`Restore ${chat.title}`}
              onClick={() => {
                chats.restoreChat(chat.id)
                setSaid(`“${chat.title}” is among your chats again.`)
              }}
              size="s"
            >
              Restore
            </Button>
            <Button
              aria-label={`Delete ${chat.title} for good`}
              onClick={() => setAsked([chat])}
              size="s"
            >
              Delete for good
            </Button>
          </li>
        ))}
      </ul>
      {asked.length > 0 ? (
        <fieldset aria-label="Confirm" className={styles.confirm}>
          <p>
            Delete {asked.length === 1 ? `“${asked[0]?.title}”` : countChats(asked.length)} for
            good? This cannot be undone.
          </p>
          <Button kind="danger" onClick={() => void destroy()} ref={focus} size="s">
            Delete now
          </Button>
          <Button onClick={() => setAsked([])} size="s">
            Keep
          </Button>
        </fieldset>
      ) : list.length === 0 ? null : (
        <Button onClick={() => setAsked(list)}>Empty the bin</Button>
      )}
    </Dialog>
  )
}

const focus = (element: HTMLElement | null): void => element?.focus()

const countChats = (count: number): string => `${count} ${count === 1 ? 'chat' : 'chats'}`

function describeStay({ deletedAt = 0 }: Chat, now: number): string {
  const days = Math.max(0, Math.ceil((deletedAt + keptInBinMs - now) / 86_400_000))
  return days === 0
    ? 'Deleted for good at the next start'
    : `Deleted for good in ${days} ${days === 1 ? 'day' : 'days'}`
}
