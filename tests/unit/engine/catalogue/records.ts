import { catalogue } from '../../../../src/engine/catalogue/catalogue.ts'
import type { CatalogueRecord } from '../../../../src/engine/catalogue/record.ts'

/** A record that a test names; a wrong name fails the test at once. */
export function recordOf(id: string): CatalogueRecord {
  const record = catalogue.find((known) => known.id === id)
  if (record === undefined) throw new Error(`No record ${id}.`)
  return record
}
