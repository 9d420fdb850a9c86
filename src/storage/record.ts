import * as v from 'valibot'

/** One step forward: a record of one version in, the next version out. Never changed once released. */
export type Migration = (record: Readonly<Record<string, unknown>>) => Record<string, unknown>

/** How one kind of record is read: `migrations[0]` makes version 2 of version 1, and so on. */
export interface RecordFormat<Value> {
  readonly migrations: readonly Migration[]
  readonly schema: v.GenericSchema<unknown, Value>
}

export type ReadResult<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  /** Written by a newer app: to be left exactly as it is. */
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'broken'; readonly reason: string }

const versionedSchema = v.looseObject({ v: v.pipe(v.number(), v.integer(), v.minValue(1)) })

export const currentVersion = ({ migrations }: RecordFormat<unknown>): number =>
  migrations.length + 1

/** The door for everything that comes from disk: any value at all gives an answer, none throws. */
export function readRecord<Value>(format: RecordFormat<Value>, raw: unknown): ReadResult<Value> {
  const versioned = v.safeParse(versionedSchema, raw)
  if (!versioned.success) return { kind: 'broken', reason: 'It has no version.' }
  const { v: version } = versioned.output
  if (version > currentVersion(format)) return { kind: 'newer', version }
  try {
    const migrated = format.migrations
      .slice(version - 1)
      .reduce<Record<string, unknown>>((record, migrate) => migrate(record), versioned.output)
    const parsed = v.safeParse(format.schema, migrated)
    if (parsed.success) return { kind: 'read', value: parsed.output }
    return { kind: 'broken', reason: describeIssue(parsed.issues[0]) }
  } catch (error) {
    return { kind: 'broken', reason: `It could not be brought up to date: ${String(error)}` }
  }
}

const describeIssue = (issue: v.BaseIssue<unknown>): string =>
  `${v.getDotPath(issue) ?? 'It'}: ${issue.message}`
