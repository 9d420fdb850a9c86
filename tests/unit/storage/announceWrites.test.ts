import { expect, test } from 'vitest'

import { announceWrites } from '../../../src/storage/announceWrites.ts'
import type { Change, Durability } from '../../../src/storage/database.ts'
import { testDisk } from '../../fakes/testDisk.ts'

const put = (key: string): Change => ({ kind: 'put', key, value: 1 })

test('chats and messages are told once they are written, and nothing else is', async () => {
  const told: (readonly string[])[] = []
  const disk = await testDisk({ 'message/a/1': 1 })
  const database = announceWrites(disk, (keys) => told.push(keys))
  await database.write([
    put('chat/a'),
    { kind: 'delete', key: 'message/a/1' },
    { kind: 'delete all', key: 'journal/1/' },
    put('draft/a'),
  ])
  await database.write([put('settings')])
  expect(told).toEqual([['chat/a', 'message/a/1']])
})

test('what could not be written is not told', async () => {
  const told: (readonly string[])[] = []
  const disk = await testDisk()
  disk.failWith(new Error('no'))
  const database = announceWrites(disk, (keys) => told.push(keys))
  await expect(database.write([put('chat/a')])).rejects.toThrow('no')
  expect(told).toEqual([])
})

test('a write that is asked to be strict is handed on as strict', async () => {
  const asked: (Durability | undefined)[] = []
  const disk = await testDisk()
  const database = announceWrites(
    { ...disk, write: async (_changes, durability) => void asked.push(durability) },
    () => undefined,
  )
  await database.write([put('chat/a')], 'strict')
  await database.write([put('chat/a')])
  expect(asked).toEqual(['strict', undefined])
})
