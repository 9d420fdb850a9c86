import { expect, test } from 'vitest'

import { createFrameBatch, type FrameBatch } from '../../../src/chat/frameBatch.ts'

interface TestFrames {
  readonly batch: FrameBatch
  readonly draws: () => number
  readonly frame: () => void
  readonly pass: (ms: number) => void
}

function testFrames(): TestFrames {
  let waiting: (() => void) | undefined
  let now = 1000
  let draws = 0
  const batch = createFrameBatch(
    {
      now: () => now,
      onFrame(run) {
        waiting = run
        return () => {
          waiting = undefined
        }
      },
    },
    () => {
      draws += 1
    },
  )
  return {
    batch,
    draws: () => draws,
    frame: () => waiting?.(),
    pass: (ms) => {
      now += ms
    },
  }
}

test('many requests are one draw, at the next frame', () => {
  const { batch, draws, frame } = testFrames()
  for (let at = 0; at < 10; at += 1) batch.request()
  expect(draws()).toBe(0)
  frame()
  expect(draws()).toBe(1)
})

test('each frame that was asked for draws', () => {
  const { batch, draws, frame } = testFrames()
  batch.request()
  frame()
  batch.request()
  frame()
  expect(draws()).toBe(2)
})

test('a cancelled frame draws nothing, and the next request asks again', () => {
  const { batch, draws, frame } = testFrames()
  batch.request()
  batch.cancel()
  frame()
  expect(draws()).toBe(0)
  batch.request()
  frame()
  expect(draws()).toBe(1)
})

test('a page that gets no frames draws all the same', () => {
  const { batch, draws, pass } = testFrames()
  batch.request()
  pass(249)
  batch.request()
  expect(draws()).toBe(0)
  pass(1)
  batch.request()
  expect(draws()).toBe(1)
})
