import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'

import { selectChatList } from '../../chat/chatState.ts'
import type { ChatStore } from '../../chat/chatStore.ts'
import type { ChatId } from '../../chat/message.ts'
import { formatBytes } from '../../lib/formatAmount.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import type { AppStorage } from '../storage.ts'
import styles from './Backup.module.css'
import { chatSizes } from './chatSizes.ts'
import { saveBackup } from './saveBackup.ts'

interface OldChatsProps {
  readonly storage: AppStorage
  readonly chats: ChatStore
  readonly onModels: () => void
  readonly onClose: () => void
}

const shownAtOnce = 30

/** Room on a full disk: the chats that were not used for longest, with what they take. */
export function OldChats({ storage, chats, onModels, onClose }: OldChatsProps): ReactNode {
  const list = useStore(chats, selectChatList).toReversed()
  const busy = useStore(chats, (state) => state.live)
  const bin = useStore(chats, (state) => state.bin)
  const binned = [...bin.keys()]
  const [sizes, setSizes] = useState<ReadonlyMap<ChatId, number>>(new Map())
  const [said, setSaid] = useState('')
  useEffect(() => {
    let isGone = false
    void storage.everything().then((records) => isGone || setSizes(chatSizes(records)))
    return () => {
      isGone = true
    }
  }, [storage])
  return (
    <Dialog onClose={onClose} title="Delete old chats">
      <div className={styles.section}>
        <p>
          Export them first, if you may want them again: what is deleted here does not go to the
          bin, so that it makes room at once. Models take far more room than chats.
        </p>
        <div className={styles.actions}>
          <Button onClick={() => void saveBackup(storage, new Date()).then(setSaid)} size="s">
            Export chats
          </Button>
          <Button onClick={onModels} size="s">
            Delete a model
          </Button>
          {binned.length === 0 ? null : (
            <Button
              kind="danger"
              onClick={() => void chats.emptyBin(binned).then(() => setSaid('The bin is empty.'))}
              size="s"
            >
              Empty the bin
            </Button>
          )}
        </div>
        <p aria-live="polite" className={styles.note}>
          {said}
        </p>
        {list.length === 0 ? <p>There are no chats.</p> : null}
        <ul className={styles.chats}>
          {list.slice(0, shownAtOnce).map(({ id, title, updatedAt }) => (
            <li key={id}>
              <span>
                {title}
                <br />
                <span className={styles.note}>
                  {[new Date(updatedAt).toLocaleDateString(), formatBytes(sizes.get(id) ?? 0)].join(
                    ' · ',
                  )}
                </span>
              </span>
              <Button
                aria-label={`Delete ${title}`}
                disabled={busy.has(id)}
                kind="danger"
                onClick={() => {
                  void deleteForGood(chats, id).then((isGone) =>
                    setSaid(
                      isGone
                        ? `“${title}” was deleted.`
                        : `“${title}” could not be read, and was left. Try again later.`,
                    ),
                  )
                }}
                size="s"
              >
                Delete
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  )
}

async function deleteForGood(chats: ChatStore, id: ChatId): Promise<boolean> {
  return (await chats.removeChat(id)) && (await chats.emptyBin([id])) === 0
}
