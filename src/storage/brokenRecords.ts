import type { Database, Entry } from './database.ts'
import { brokenKey } from './keys.ts'

/** A record that did not open. A broken one was moved aside with its raw value; a newer one stays. */
export interface BrokenRecord {
  readonly key: string
  readonly kind: 'broken' | 'newer'
  readonly reason: string
}

/** Move a record out of the way, raw, so that nothing writes over it and it can be looked at later. */
export async function setAside(
  database: Database,
  { key, value }: Entry,
  reason: string,
  at: number,
): Promise<void> {
  const taken = (await database.read(brokenKey(key))) !== undefined
  await database.write([
    {
      kind: 'put',
      key: taken ? `${brokenKey(key)}~${at}` : brokenKey(key),
      value: { v: 1, key, raw: value, reason, at },
    },
    { kind: 'delete', key },
  ])
}
