import { createHash } from 'node:crypto'

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { matchesHash } from '../../../../src/engine/download/hashBytes.ts'
import { md5 } from '../../../../src/engine/download/md5.ts'

const content = fc.uint8Array({ maxLength: 300 })

test('MD5 is that of everybody else, at every length', async () => {
  await fc.assert(
    fc.asyncProperty(content, async (bytes) => {
      expect(await md5(bytes)).toBe(createHash('md5').update(bytes).digest('hex'))
    }),
  )
})

test('MD5 of more than is hashed in one go is that of the whole', async () => {
  const bytes = new Uint8Array(2 ** 21 + 100).map((_, at) => at % 251)
  expect(await md5(bytes)).toBe(createHash('md5').update(bytes).digest('hex'))
})

test('MD5 of a view into a larger buffer is that of the view', async () => {
  const bytes = new Uint8Array(200).map((_, at) => at)
  expect(await md5(bytes.subarray(3, 130))).toBe(
    createHash('md5').update(bytes.subarray(3, 130)).digest('hex'),
  )
})

test('each kind of hash knows its file, and no other', async () => {
  await fc.assert(
    fc.asyncProperty(content, async (bytes) => {
      const git = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
      const hashes = [
        { kind: 'sha256', hex: createHash('sha256').update(bytes).digest('hex') },
        { kind: 'git-sha1', hex: git },
        { kind: 'md5', hex: createHash('md5').update(bytes).digest('hex') },
      ] as const
      const own = new Uint8Array(bytes).buffer
      const other = Uint8Array.of(...bytes, 1).buffer
      for (const hash of hashes) {
        expect(await matchesHash(own, hash)).toBe(true)
        expect(await matchesHash(other, hash)).toBe(false)
      }
    }),
    { numRuns: 30 },
  )
})

test('Git’s name of an empty file is the one that everybody knows', async () => {
  const hash = { kind: 'git-sha1', hex: 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391' } as const
  expect(await matchesHash(new ArrayBuffer(0), hash)).toBe(true)
})
