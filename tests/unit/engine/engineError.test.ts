import { afterEach, expect, test, vi } from 'vitest'

import { toEngineError } from '../../../src/engine/worker/engineError.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

function named(name: string, message = 'See https://example.org/.'): Error {
  const error = new Error(message)
  error.name = name
  return error
}

/** As WebLLM 0.2.86, its runtime and browsers word them. */
test.each([
  ['no-f16', named('ShaderF16SupportError', 'This model requires WebGPU extension shader-f16')],
  ['no-webgpu', named('WebGPUNotAvailableError')],
  ['no-webgpu', named('WebGPUNotFoundError', 'Cannot find WebGPU in the environment')],
  ['no-webgpu', new Error('Cannot find WebGPU in the environment')],
  ['no-webgpu', new Error('Unable to find a compatible GPU. … visit https://webgpureport.org/')],
  [
    'buffer-too-small',
    new Error(
      'Cannot initialize runtime because of requested maxComputeWorkgroupStorageSize exceeds limit. requested=32768, limit=16384. ',
    ),
  ],
  [
    'device-lost',
    named('DeviceLostError', 'The WebGPU device was lost … running out of memory (OOM).'),
  ],
  ['out-of-memory', new RangeError('Array buffer allocation failed')],
  ['out-of-memory', new Error('GPUOutOfMemoryError: not enough memory left')],
  ['context', named('ContextWindowSizeExceededError')],
  ['integrity', named('IntegrityError', 'Integrity verification failed for https://a.example/b')],
  ['quota', named('QuotaExceededError', 'The quota has been exceeded.')],
  ['network', new TypeError('Failed to fetch')],
  ['network', new TypeError('NetworkError when attempting to fetch resource.')],
  ['network', new Error('Cannot fetch https://a.example/params_shard_0.bin')],
  ['network', new Error('Unable to fetch https://a.example/b, received status 404')],
  ['network', new Error('HTTP 503 for https://a.example/manifest.json')],
  ['crash', new Error('Cannot compile https://a.example/nano.wasm')],
  ['crash', 'something that is no Error'],
  ['crash', undefined],
] as const)('%s: %s', (kind, thrown) => {
  vi.stubGlobal('navigator', { onLine: true })
  expect(toEngineError(thrown).kind).toBe(kind)
})

test('a fetch that fails offline says so', () => {
  vi.stubGlobal('navigator', { onLine: false })
  expect(toEngineError(new TypeError('Failed to fetch'))).toEqual({
    kind: 'offline',
    detail: 'TypeError: Failed to fetch',
  })
})

test('being offline explains nothing else', () => {
  vi.stubGlobal('navigator', { onLine: false })
  expect(toEngineError(named('IntegrityError')).kind).toBe('integrity')
})
