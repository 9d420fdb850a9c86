import { hexDigest } from '../../lib/hexDigest.ts'
import { backupTexts } from '../backup/backupFile.ts'
import type { Entry } from '../database.ts'

/**
 * Tells whether two backups would hold the same. Record by record, each hash over the one before: a library of
 * hundreds of megabytes is never one text.
 */
export async function fingerprintOf(records: readonly Entry[]): Promise<string> {
  const encoder = new TextEncoder()
  const sorted = records.toSorted((one, other) => (one.key < other.key ? -1 : 1))
  let hash = ''
  for (const text of backupTexts(sorted, 0))
    hash = await hexDigest('SHA-256', encoder.encode(hash + text).buffer)
  return hash
}
