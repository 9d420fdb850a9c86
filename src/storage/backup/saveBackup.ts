import { formatBytes } from '../../lib/formatAmount.ts'
import { fileEnding, saveFile } from '../../lib/saveFile.ts'
import type { AppStorage } from '../storage.ts'
import { chatPrefix, lastBackupKey } from '../keys.ts'
import { toBackup } from './backupFile.ts'
import { rememberBackup } from './lastBackup.ts'

/** Offers everything as one file; answers in words what became of it. */
export async function saveBackup(storage: AppStorage, now: Date): Promise<string> {
  try {
    const records = await storage.everything()
    const count = records.filter(({ key }) => key.startsWith(chatPrefix)).length
    const backup = await toBackup(records, now.getTime())
    const day = now.toISOString().slice(0, 10)
    saveFile(`ponder-${day}.backup${fileEnding}`, backup)
    const last = records.find(({ key }) => key === lastBackupKey)?.value
    // Not waited for: the file is what counts, and a full disk may not take this.
    void storage.add(rememberBackup(last, { at: now.getTime(), to: 'file' }))
    return `${count.toLocaleString('en')} ${count === 1 ? 'chat was' : 'chats were'} exported, ${formatBytes(backup.size)}.`
  } catch (error) {
    return `Nothing was exported. ${String(error)} Close other windows of this app and try again.`
  }
}
