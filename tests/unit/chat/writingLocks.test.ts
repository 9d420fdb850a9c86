import { expect, test } from 'vitest'

import { createWritingLocks } from '../../../src/chat/writingLocks.ts'
import { testLocks } from '../../fakes/testLocks.ts'

test('one window of a browser writes an answer at a time', async () => {
  const browser = testLocks()
  const one = createWritingLocks(browser)
  const other = createWritingLocks(browser)
  expect(await one.claim('a1')).toBe(true)
  expect(await other.claim('a1')).toBe(false)
  expect(await other.claim('a2')).toBe(true)
  expect(await other.isTakenElsewhere('a1')).toBe(true)
  expect(await one.isTakenElsewhere('a1')).toBe(false)
  one.release('a1')
  await expect.poll(() => other.claim('a1')).toBe(true)
})

test('a window that asks twice is not its own rival', async () => {
  const locks = createWritingLocks(testLocks())
  expect(await Promise.all([locks.claim('a1'), locks.claim('a1')])).toEqual([true, true])
})

test('an answer that is let go and taken again at once stays this window’s', async () => {
  const browser = testLocks()
  const locks = createWritingLocks(browser)
  const other = createWritingLocks(browser)
  void locks.claim('a1')
  locks.release('a1')
  expect(await locks.claim('a1')).toBe(true)
  expect(await other.claim('a1')).toBe(false)
  locks.release('a1')
  await expect.poll(() => other.claim('a1')).toBe(true)
})

test('who waits for an answer has it once the other lets go', async () => {
  const browser = testLocks()
  const one = createWritingLocks(browser)
  const other = createWritingLocks(browser)
  await one.claim('a1')
  const order: string[] = []
  const waited = other.waitFor('a1').then(() => order.push('has it'))
  await other.isTakenElsewhere('a2')
  order.push('lets go')
  one.release('a1')
  await waited
  expect(order).toEqual(['lets go', 'has it'])
  expect(await one.claim('a1')).toBe(false)
})

test('who waits has to wait, though this window has just asked whether the answer is free', async () => {
  const browser = testLocks()
  const one = createWritingLocks(browser)
  const other = createWritingLocks(browser)
  await one.claim('a1')
  const order: string[] = []
  const asked = other.claim('a1').then((isFree) => order.push(`free: ${isFree}`))
  const waited = other.waitFor('a1').then(() => order.push('has it'))
  await asked
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  order.push('lets go')
  one.release('a1')
  await waited
  expect(order).toEqual(['free: false', 'lets go', 'has it'])
})

test('whether an answer is free is said at once, also while this window waits for it', async () => {
  const browser = testLocks()
  const one = createWritingLocks(browser)
  const other = createWritingLocks(browser)
  await one.claim('a1')
  const waited = other.waitFor('a1')
  expect(await other.claim('a1')).toBe(false)
  one.release('a1')
  await waited
  expect(await other.claim('a1')).toBe(true)
})

test('a browser without locks, or one that refuses them, keeps nobody from writing', async () => {
  expect(await createWritingLocks(undefined).claim('a1')).toBe(true)
  const refusing = {
    ...testLocks(),
    request: () => Promise.reject(new DOMException('No.', 'SecurityError')),
  }
  expect(await createWritingLocks(refusing).claim('a1')).toBe(true)
})
