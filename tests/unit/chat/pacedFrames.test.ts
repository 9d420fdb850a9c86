import { expect, test } from 'vitest'

import { createPacedFrames } from '../../../src/chat/pacedFrames.ts'

/** Frames on a clock that is moved by hand; each drawing takes `costMs`. */
function testFrames(costMs: number): {
  readonly drawnAt: number[]
  readonly request: () => () => void
  readonly pass: (ms: number) => void
} {
  let now = 1000
  let frame: (() => void) | undefined
  let timer: { readonly run: () => void; readonly at: number } | undefined
  const painted: (() => void)[] = []
  const drawnAt: number[] = []
  const onFrame = createPacedFrames({
    now: () => now,
    onFrame(run) {
      frame = run
      return () => {
        frame = undefined
      }
    },
    afterPaint: (run) => void painted.push(run),
    setTimer(run, ms) {
      timer = { run, at: now + ms }
      return () => {
        timer = undefined
      }
    },
  })
  return {
    drawnAt,
    request: () => onFrame(() => drawnAt.push(now)),
    pass(ms) {
      for (let passed = 0; passed < ms; passed += 1) {
        now += 1
        if (timer !== undefined && timer.at <= now) {
          const { run } = timer
          timer = undefined
          run()
        }
        const draw = frame
        frame = undefined
        draw?.()
        if (draw !== undefined) now += costMs
        for (const run of painted.splice(0)) run()
      }
    },
  }
}

/** Draws in a second of which each millisecond brings something new. */
function drawsInASecond(costMs: number): number {
  const { drawnAt, request, pass } = testFrames(costMs)
  let isAsked = false
  for (let ms = 0; ms < 1000; ms += 1) {
    const before = drawnAt.length
    if (!isAsked) request()
    isAsked = true
    pass(1)
    if (drawnAt.length > before) isAsked = false
  }
  return drawnAt.length
}

test('drawing that costs nothing is done at each frame', () => {
  expect(drawsInASecond(0)).toBe(1000)
})

test('dear drawing is done seldom, and never less than eight times a second', () => {
  expect(drawsInASecond(1)).toBeGreaterThan(15)
  expect(drawsInASecond(1)).toBeLessThan(25)
  expect(drawsInASecond(3)).toBeLessThan(12)
  expect(drawsInASecond(50)).toBeGreaterThanOrEqual(8)
})

test('what is cancelled is not drawn, neither in its pause nor at its frame', () => {
  const { drawnAt, request, pass } = testFrames(3)
  request()()
  pass(200)
  expect(drawnAt).toEqual([])
  request()
  pass(1)
  expect(drawnAt).toHaveLength(1)
  const cancel = request()
  pass(10)
  cancel()
  pass(200)
  expect(drawnAt).toHaveLength(1)
})
