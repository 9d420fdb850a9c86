import { expect, test } from 'vitest'

import { textOf } from '../../../src/chat/answer.ts'
import { createChance } from '../../fakes/chance.ts'
import { createLibrary } from '../../fakes/library.ts'
import { openDamaged } from '../../fakes/openDamaged.ts'
import { testDisk } from '../../fakes/testDisk.ts'
import { openWindow } from '../../fakes/testStorage.ts'

const seed = Number(process.env['PONDER_SEED'] ?? Date.now() % 1_000_000)

test('a thousand damaged records, ten at a time: the app opens, and only they are set aside', async () => {
  const chance = createChance(seed)
  const faults: string[] = []
  let broken = 0
  for (let round = 1; round <= 100; round += 1) {
    const opened = await openDamaged(await testDisk(), 10, chance)
    broken += opened.broken
    faults.push(...opened.faults.map((fault) => `Seed ${seed}, round ${round}: ${fault}`))
  }
  expect(faults).toEqual([])
  // Most damages are seen for what they are; the rest are texts and numbers that are others now.
  expect(broken).toBeGreaterThan(500)
})

test('undamaged, the same library opens with nothing set aside and its replies recovered', async () => {
  const disk = await testDisk(Object.fromEntries(createLibrary(3)))
  const { chats, storage, lastAnswer } = await openWindow(disk)
  await chats.open('chat3')
  expect(textOf(lastAnswer(), 'reasoning')).toBe('w1 w2 w3 ')
  expect(storage.state.getState().broken).toEqual([])
  expect(await disk.readAll('journal/')).toEqual([])
})
