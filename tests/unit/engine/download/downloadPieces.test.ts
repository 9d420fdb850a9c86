import fc from 'fast-check'
import { expect, test } from 'vitest'

import { readModelFiles } from '../../../../src/engine/download/modelFiles.ts'
import { retryDelay } from '../../../../src/engine/download/retryDelay.ts'
import { createSpeedMeter } from '../../../../src/engine/download/speedMeter.ts'
import nano from '../../../../public/models/nano/manifest.json' with { type: 'json' }

test('the delay doubles up to its limit, and at least half of it is waited', () => {
  const limits = { firstDelayMs: 100, longestDelayMs: 1_000 }
  const delays = [1, 2, 3, 4, 5, 6].map((failures) => retryDelay(failures, limits, () => 0))
  expect(delays).toEqual([50, 100, 200, 400, 500, 500])
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (n, chance) => {
        const delay = retryDelay(n, limits, () => chance)
        expect(delay).toBeGreaterThanOrEqual(50)
        expect(delay).toBeLessThanOrEqual(1_000)
      },
    ),
  )
})

test('the speed is that of the last seconds, not of the whole download', () => {
  let time = 0
  const meter = createSpeedMeter(() => time)
  expect(meter.bytesPerSecond()).toBe(0)
  meter.add(1_000)
  time = 1_000
  expect(meter.bytesPerSecond()).toBe(1_000)
  time = 10_000
  expect(meter.bytesPerSecond()).toBe(0)
  meter.add(500)
  expect(meter.bytesPerSecond()).toBe(100)
})

test('the files of the model that ships are those that WebLLM loads, not its card', () => {
  const { files } = readModelFiles('ponder-nano', nano, 'https://x.test/models/nano/manifest.json')
  const folder = `https://x.test/models/nano/${nano.base}`
  expect(files.map(({ url, cache }) => [url.replace(folder, ''), cache])).toEqual([
    ['mlc-chat-config.json', 'webllm/config'],
    ['nano.wasm', 'webllm/wasm'],
    ['params_shard_0.bin', 'webllm/model'],
    ['tensor-cache.json', 'webllm/model'],
    ['tokenizer.json', 'webllm/model'],
    ['tokenizer_config.json', 'webllm/model'],
  ])
})

test.each(['resolve/a/../../x', '/etc/x', 'https://other.test/x', 'resolve/a/x?y', ''])(
  'a manifest cannot name a file elsewhere: %s',
  (path) => {
    const file = { path, bytes: 1, sha256: '0'.repeat(64) }
    const manifest = { version: 1, revision: '0123abcd', base: 'resolve/a/', files: [file] }
    expect(() => readModelFiles('m', manifest, 'https://x.test/m.json')).toThrow('Invalid format')
  },
)
