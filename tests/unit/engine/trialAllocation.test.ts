import { expect, test, vi } from 'vitest'

import { describeTrial, tryAllocation } from '../../../src/engine/trialAllocation.ts'

const gibibyte = 2 ** 30
const never = new AbortController().signal

/** A device with so much memory, which is short only once it is written to, as drivers are. */
function createGpu(
  memory: number,
  {
    maxBufferSize = 4 * gibibyte,
    onBuffer = () => {},
    losesAt = 0,
    onWait = undefined as undefined | (() => Promise<void>),
  } = {},
) {
  const sizes: number[] = []
  const record = {
    sizes,
    written: 0,
    isDestroyed: false,
    buffersDestroyed: 0,
    limits: {} as object,
  }
  let lose = (): void => undefined
  const lost = new Promise<object>((resolve) => {
    lose = () => resolve({ reason: 'unknown' })
  })
  let error: object | null = null
  const device = {
    lost,
    queue: {
      submit() {
        record.written = sizes.reduce((sum, size) => sum + size, 0)
        if (record.written > memory) error = { message: 'out of memory' }
        if (losesAt > 0 && record.written >= losesAt) lose()
      },
      onSubmittedWorkDone: () =>
        onWait !== undefined
          ? onWait()
          : losesAt > 0 && record.written >= losesAt
            ? new Promise<void>(() => undefined)
            : Promise.resolve(),
    },
    pushErrorScope: () => undefined,
    popErrorScope: () => Promise.resolve(error),
    createBuffer({ size }: { size: number }) {
      sizes.push(size)
      onBuffer()
      return { destroy: () => (record.buffersDestroyed += 1) }
    },
    createCommandEncoder: () => ({ clearBuffer: () => undefined, finish: () => ({}) }),
    destroy: () => (record.isDestroyed = true),
  }
  const adapter = {
    limits: { maxBufferSize },
    requestDevice(descriptor: object) {
      record.limits = descriptor
      return Promise.resolve(device)
    },
  }
  return { record, navigator: { gpu: { requestAdapter: () => Promise.resolve(adapter) } } }
}

test('enough memory is taken in pieces of a gibibyte, written to and given back', async () => {
  const { record, navigator } = createGpu(8 * gibibyte)
  const bytes = 2.5 * gibibyte
  expect(await tryAllocation(navigator, bytes, never)).toEqual({ kind: 'enough' })
  expect(record.sizes).toEqual([gibibyte, gibibyte, gibibyte / 2])
  expect(record).toMatchObject({ written: bytes, buffersDestroyed: 3, isDestroyed: true })
  expect(record.limits).toEqual({ requiredLimits: { maxBufferSize: gibibyte } })
})

test('pieces are no larger than the device has buffers', async () => {
  const { record, navigator } = createGpu(gibibyte, { maxBufferSize: gibibyte / 4 })
  await tryAllocation(navigator, gibibyte / 2 + 3, never)
  expect(record.sizes).toEqual([gibibyte / 4, gibibyte / 4, 4])
})

test('too little memory says how much there was, and is given back', async () => {
  const { record, navigator } = createGpu(2 * gibibyte)
  expect(await tryAllocation(navigator, 5 * gibibyte, never)).toEqual({
    kind: 'not-enough',
    bytes: 2 * gibibyte,
  })
  expect(record).toMatchObject({ buffersDestroyed: 3, isDestroyed: true })
})

test('a device that goes away in the middle leaves it unknown', async () => {
  const { record, navigator } = createGpu(8 * gibibyte, { losesAt: 2 * gibibyte })
  expect((await tryAllocation(navigator, 4 * gibibyte, never)).kind).toBe('unknown')
  expect(record.isDestroyed).toBe(true)
})

test('a trial that is stopped takes no more and gives back what it had', async () => {
  const stop = new AbortController()
  const { record, navigator } = createGpu(8 * gibibyte, { onBuffer: () => stop.abort() })
  const trial = await tryAllocation(navigator, 4 * gibibyte, stop.signal)
  expect(trial).toEqual({ kind: 'unknown', why: 'The trial was stopped.' })
  expect(record).toMatchObject({ sizes: [gibibyte], buffersDestroyed: 1, isDestroyed: true })
})

test('a stop is obeyed at once though the driver hangs, and nothing is taken when it answers at last', async () => {
  const stop = new AbortController()
  let answerAtLast = (): void => undefined
  const { record, navigator } = createGpu(8 * gibibyte, {
    onWait: () => new Promise((resolve) => (answerAtLast = resolve)),
  })
  const trial = tryAllocation(navigator, 4 * gibibyte, stop.signal)
  await vi.waitFor(() => expect(record.written).toBe(gibibyte))
  stop.abort()
  expect(await trial).toEqual({ kind: 'unknown', why: 'The trial was stopped.' })
  expect(record.isDestroyed).toBe(true)
  answerAtLast()
  await vi.waitFor(() => expect(record.buffersDestroyed).toBe(1))
  expect(record.sizes).toEqual([gibibyte])
})

test('a device that fails in the middle of a step leaves no buffer behind', async () => {
  const { record, navigator } = createGpu(8 * gibibyte, {
    onWait: () => Promise.reject(new Error('broken')),
  })
  expect((await tryAllocation(navigator, 4 * gibibyte, never)).kind).toBe('unknown')
  expect(record).toMatchObject({ sizes: [gibibyte], buffersDestroyed: 1, isDestroyed: true })
})

test('a device that goes away takes no more, whatever it answers later', async () => {
  let answerAtLast = (): void => undefined
  const { record, navigator } = createGpu(8 * gibibyte, {
    losesAt: gibibyte,
    onWait: () => new Promise((resolve) => (answerAtLast = resolve)),
  })
  expect((await tryAllocation(navigator, 4 * gibibyte, never)).kind).toBe('unknown')
  answerAtLast()
  await vi.waitFor(() => expect(record.buffersDestroyed).toBe(1))
  expect(record.sizes).toEqual([gibibyte])
})

test.each([
  ['no WebGPU', {}],
  ['no adapter', { gpu: { requestAdapter: () => Promise.resolve(null) } }],
  [
    'an adapter that is refused',
    { gpu: { requestAdapter: () => Promise.reject(new Error('no')) } },
  ],
  [
    'a device that is refused',
    {
      gpu: {
        requestAdapter: () =>
          Promise.resolve({
            limits: { maxBufferSize: gibibyte },
            requestDevice: () => Promise.reject(new Error('no')),
          }),
      },
    },
  ],
])('with %s nothing is known', async (_, navigator) => {
  expect((await tryAllocation(navigator, gibibyte, never)).kind).toBe('unknown')
})

test.each([
  [{ kind: 'enough' }, 'This device gave 5.1 GB of graphics memory for a moment: the model fits.'],
  [
    { kind: 'not-enough', bytes: 2e9 },
    'This device gave 2.0 GB of graphics memory and no more; the model needs 5.1 GB. Less context or a smaller model may fit, and this one may when other programs, or a model that is loaded, let go of theirs.',
  ],
  [
    { kind: 'unknown', why: 'The trial was stopped.' },
    'It could not be found out whether 5.1 GB of graphics memory can be had. The trial was stopped.',
  ],
] as const)('%j in words', (trial, words) => {
  expect(describeTrial(trial, 5.1e9)).toBe(words)
})
