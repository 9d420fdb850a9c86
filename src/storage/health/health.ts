import { lastBackupFormat, type LastBackup } from '../backup/lastBackup.ts'
import type { Database, Entry } from '../database.ts'
import { folderFormat } from '../folder/folderRecord.ts'
import { brokenPrefix, folderBackupKey, kindOf, lastBackupKey } from '../keys.ts'
import { readRecord } from '../record.ts'
import { sizeOf } from '../rawJson.ts'

/** What is stored, counted; texts are looked at for their size alone. */
export interface Health {
  readonly kinds: readonly KindCount[]
  readonly damaged: readonly DamagedRecord[]
  /** All of this origin, models included, as the browser counts it; null where it does not tell. */
  readonly estimate: { readonly usage: number; readonly quota: number } | null
  /** Whether the browser has promised to keep it; null where it does not tell. */
  readonly isPersisted: boolean | null
  readonly backups: BackupHealth
}

export interface BackupHealth {
  /** Not told: a newer app keeps it, or it is damaged. */
  readonly last: LastBackup | 'never' | 'not told'
  /** Whether they go to a folder by themselves, and why the last of those failed; no word of which folder. */
  readonly automatic: 'on' | 'off' | `failed: ${string}` | 'not told'
}

export interface KindCount {
  readonly kind: string
  readonly records: number
  /** Bytes of the records written as JSON: about what they take. */
  readonly bytes: number
}

/** A record that did not open, as it was set aside. */
export interface DamagedRecord {
  readonly key: string
  readonly value: unknown
}

/** The part of `navigator.storage` that is used. */
export interface StorageManagerLike {
  estimate(): Promise<{ readonly usage?: number; readonly quota?: number }>
  persisted(): Promise<boolean>
}

/** Every kind that there is, in words; a key of another kind is counted as that. */
const kindNames: ReadonlyMap<string, string> = new Map([
  ['chat', 'Chats'],
  ['message', 'Messages'],
  ['journal', 'Journal of replies under way'],
  ['draft', 'Drafts'],
  ['unsent', 'Drafts'],
  ['preset', 'Presets'],
  ['settings', 'Settings'],
  ['model', 'Models, what is known of them'],
  ['backup', 'Backups, what is known of them'],
  ['timing', 'Times of tokens'],
  ['lens', 'Likelihoods of tokens'],
  ['broken', 'Damaged records, set aside'],
])
const other = 'Other records'

export async function examineHealth(
  database: Database,
  manager: StorageManagerLike | undefined,
): Promise<Health> {
  const entries = await database.readAll('')
  const counts = new Map<string, { records: number; bytes: number }>()
  for (const { key, value } of entries) {
    const kind = nameOf(key)
    const count = counts.get(kind) ?? { records: 0, bytes: 0 }
    counts.set(kind, { records: count.records + 1, bytes: count.bytes + sizeOf(value) })
  }
  const names = new Set([...kindNames.values(), other])
  return {
    kinds: [...names].flatMap((kind) => {
      const count = counts.get(kind)
      return count === undefined ? [] : [{ kind, ...count }]
    }),
    damaged: entries.filter(({ key }) => key.startsWith(brokenPrefix)),
    estimate: await readEstimate(manager),
    isPersisted: (await manager?.persisted().catch(() => null)) ?? null,
    backups: readBackups(entries),
  }
}

function readBackups(entries: readonly Entry[]): BackupHealth {
  const find = (wanted: string): unknown => entries.find(({ key }) => key === wanted)?.value
  const last = find(lastBackupKey)
  const lastRead = readRecord(lastBackupFormat, last)
  const folder = find(folderBackupKey)
  const folderRead = readRecord(folderFormat, folder)
  const chosen = folderRead.kind === 'read' ? folderRead.value.folder : null
  return {
    last: last === undefined ? 'never' : lastRead.kind === 'read' ? lastRead.value : 'not told',
    automatic:
      folder !== undefined && folderRead.kind !== 'read'
        ? 'not told'
        : chosen === null
          ? 'off'
          : chosen.failure === null
            ? 'on'
            : `failed: ${chosen.failure.kind}`,
  }
}

const nameOf = (key: string): string => kindNames.get(kindOf(key)) ?? other

async function readEstimate(manager: StorageManagerLike | undefined): Promise<Health['estimate']> {
  const estimate = await manager?.estimate().catch(() => undefined)
  return estimate?.usage === undefined || estimate.quota === undefined
    ? null
    : { usage: estimate.usage, quota: estimate.quota }
}
