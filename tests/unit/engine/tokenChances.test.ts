import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createIncrementalDecoder } from '../../../src/engine/worker/incrementalDecoder.ts'
import { readChances, tellChances } from '../../../src/engine/worker/tokenChances.ts'
import { nanoRecord } from '../../../src/engine/catalogue/nanoRecord.ts'
import { createHostBench } from './hostBench.ts'
import { createSegment } from './segments.ts'

const weights = fc.array(fc.double({ min: 1e-3, max: 1, noNaN: true }), {
  minLength: 1,
  maxLength: 300,
})

test('the five likeliest are those of a full sort, and the entropy is the sum over all', () => {
  fc.assert(
    fc.property(weights, fc.nat(), (raw, at) => {
      const sum = raw.reduce((all, weight) => all + weight, 0)
      const chances = Float32Array.from(raw, (weight) => weight / sum)
      const token = at % chances.length
      const read = readChances(chances, token)
      const sorted = [...chances].toSorted((one, other) => other - one).slice(0, 5)
      expect(read.likeliest.map(([, chance]) => chance)).toEqual(sorted)
      for (const [id, chance] of read.likeliest) expect(chances[id]).toBe(chance)
      expect(new Set(read.likeliest.map(([id]) => id)).size).toBe(sorted.length)
      expect(read.chance).toBe(chances[token])
      const bits = [...chances].reduce((all, chance) => all - chance * Math.log2(chance), 0)
      expect(read.entropy).toBeCloseTo(bits, 6)
    }),
  )
})

test('what has no chance at all is no alternative', () => {
  const chances = new Float32Array(151_936)
  chances[7] = 1
  expect(readChances(chances, 7)).toEqual({ chance: 1, entropy: 0, likeliest: [[7, 1]] })
})

test('an alternative’s text is what it would have added there, bytes of a begun character included', () => {
  const bytes = [...new TextEncoder().encode('é')]
  const decoder = createIncrementalDecoder((ids) => new TextDecoder().decode(Uint8Array.from(ids)))
  decoder.push(97)
  decoder.push(bytes[0] ?? 0)
  const drawn = { chance: 1, entropy: 0, likeliest: [[bytes[1] ?? 0, 1]] as const }
  expect(tellChances(drawn, decoder.peek).likeliest).toEqual([
    { id: bytes[1], text: 'é', chance: 1 },
  ])
  expect(decoder.push(bytes[1] ?? 0)).toBe('é')
})

test('probabilities are asked for only with the lens on', async () => {
  const bench = createHostBench()
  await bench.load(nanoRecord)
  await bench.start(2, createSegment({}))
  expect(bench.requests.at(-1)?.wantsChances).toBe(false)
  await bench.end('stop')
  await bench.start(3, createSegment({ chances: true }))
  expect(bench.requests.at(-1)?.wantsChances).toBe(true)
})
