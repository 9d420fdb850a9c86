import { afterEach, expect, test, vi } from 'vitest'

import { watchDevice } from '../../../src/engine/worker/watchDevice.ts'

afterEach(() => vi.unstubAllGlobals())

class GPUOutOfMemoryError {
  readonly message = 'Buffer of 1 GiB'
}
class GPUValidationError {
  readonly message = 'Shader'
}

/** A device whose adapter is watched; its scopes hold what the test says. */
async function openDevice() {
  const told: unknown[] = []
  let lose: (info: object) => void = () => undefined
  const scopes: (object | null)[] = []
  const device = {
    lost: new Promise<object>((resolve) => {
      lose = resolve
    }),
    popErrorScope: () => Promise.resolve(scopes.shift() ?? null),
  }
  class Adapter {
    requestDevice(): Promise<typeof device> {
      return Promise.resolve(device)
    }
  }
  vi.stubGlobal('GPUAdapter', Adapter)
  watchDevice((kind, detail) => told.push([kind, detail]))
  await new Adapter().requestDevice()
  return { device, scopes, told, lose }
}

test('a device that is lost is told of, once', async () => {
  const { told, lose } = await openDevice()
  lose({ reason: 'unknown', message: 'reset' })
  await Promise.resolve()
  await Promise.resolve()
  expect(told).toEqual([['device-lost', 'unknown: reset']])
})

test('a device that was destroyed by an unload is not', async () => {
  const { told, lose } = await openDevice()
  lose({ reason: 'destroyed', message: '' })
  await Promise.resolve()
  await Promise.resolve()
  expect(told).toEqual([])
})

test('a buffer that there is no memory for is told of, and WebLLM still hears of it', async () => {
  const { device, scopes, told } = await openDevice()
  const error = new GPUOutOfMemoryError()
  scopes.push(error)
  expect(await device.popErrorScope()).toBe(error)
  expect(told).toEqual([['out-of-memory', 'Buffer of 1 GiB']])
})

test('a scope that caught nothing, or another error, says nothing of memory', async () => {
  const { device, scopes, told } = await openDevice()
  scopes.push(null, new GPUValidationError())
  await device.popErrorScope()
  await device.popErrorScope()
  expect(told).toEqual([])
})

test('without WebGPU there is nothing to watch', () => {
  vi.stubGlobal('GPUAdapter', undefined)
  expect(() => watchDevice(() => undefined)).not.toThrow()
})
