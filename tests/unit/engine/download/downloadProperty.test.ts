import fc from 'fast-check'
import { expect, test } from 'vitest'

import { createDownload, never, shard, sizes } from './createDownload.ts'
import type { Fault } from '../../../fakes/faultServer/fault.ts'

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), after: fc.nat({ max: 9_000 }) }),
  fc.record({ kind: fc.constant('status' as const), status: fc.constantFrom(404, 416, 429, 500) }),
  fc.constantFrom<Fault[]>(
    { kind: 'wrong' },
    { kind: 'short' },
    { kind: 'long' },
    { kind: 'whole' },
    { kind: 'none' },
  ),
)

test(
  'whatever goes wrong, what is kept is right, and trying on ends with every byte',
  { timeout: 60_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 8 }),
        fc.boolean(),
        async (faults, allowsRange) => {
          const page = await createDownload()
          try {
            page.server.allowsRange = allowsRange
            page.server.faultsByName.set(shard, [...faults])
            // A page that fails is closed, and the next one goes on from the same storage.
            for (let pages = 0; pages <= faults.length; pages += 1) {
              const { status } = await page.openPage().download(page.model, never())
              const kept = await page.kept(shard)
              expect(kept).toEqual(
                status === 'done' ? page.server.filesByName.get(shard) : undefined,
              )
              if (status === 'done') break
            }
            for (const name of Object.keys(sizes))
              expect(await page.kept(name)).toEqual(page.server.filesByName.get(name))
          } finally {
            await page.server.close()
          }
        },
      ),
      { numRuns: 40 },
    )
  },
)
