import { expect, test } from 'vitest'

import { createDatabase } from '../../../src/storage/database.ts'
import { openRecords } from '../../../src/storage/openRecords.ts'
import { createChance } from '../../fakes/chance.ts'
import { openDamaged } from '../../fakes/openDamaged.ts'

const rounds = 10
const seed = Date.now() % 1_000_000

test('a hundred damaged records in the browser’s own database: the app opens, and only they are set aside', async () => {
  const chance = createChance(seed)
  const faults: string[] = []
  let broken = 0
  for (let round = 1; round <= rounds; round += 1) {
    const name = `damaged-${seed}-${round}`
    const opened = await openDamaged(
      createDatabase(() => openRecords(name, 'records')),
      10,
      chance,
    )
    broken += opened.broken
    faults.push(...opened.faults.map((fault) => `Seed ${seed}, round ${round}: ${fault}`))
    indexedDB.deleteDatabase(name)
  }
  expect(faults).toEqual([])
  expect(broken).toBeGreaterThan(rounds)
})
