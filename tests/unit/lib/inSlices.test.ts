import { expect, test } from 'vitest'

import { runAtOnce, runInSlices } from '../../../src/lib/inSlices.ts'

test('long work is done a slice at a time, with a pause before each', async () => {
  let clock = 0
  const did: string[] = []
  function* work(): Generator<void, string> {
    for (let step = 1; step <= 5; step += 1) {
      did.push(`step ${step}`)
      clock += 3
      yield
    }
    return 'done'
  }
  const deps = {
    now: () => clock,
    pause() {
      did.push('pause')
      return Promise.resolve()
    },
  }
  await expect(runInSlices(work(), deps)).resolves.toBe('done')
  expect(did).toEqual(['pause', 'step 1', 'step 2', 'step 3', 'pause', 'step 4', 'step 5'])
})

test('what fails in a slice fails as a whole', async () => {
  // oxlint-disable-next-line require-yield
  function* fail(): Generator<void, never> {
    throw new Error('no room')
  }
  await expect(runInSlices(fail())).rejects.toThrow('no room')
  expect(() => runAtOnce(fail())).toThrow('no room')
})
