import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { createWatchdog } from '../../../src/engine/watchdog.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function start(): ReturnType<typeof createWatchdog> & { readonly barks: () => number } {
  let barks = 0
  const setTimer = (run: () => void, ms: number): (() => void) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  }
  const watchdog = createWatchdog(setTimer, () => {
    barks += 1
  })
  return { ...watchdog, barks: () => barks }
}

test('it barks once when it was not fed for so long', () => {
  const dog = start()
  dog.feed(100)
  vi.advanceTimersByTime(99)
  expect(dog.barks()).toBe(0)
  vi.advanceTimersByTime(1000)
  expect(dog.barks()).toBe(1)
})

test('each feeding starts its patience anew, with its own length', () => {
  const dog = start()
  dog.feed(100)
  vi.advanceTimersByTime(90)
  dog.feed(30)
  vi.advanceTimersByTime(29)
  expect(dog.barks()).toBe(0)
  vi.advanceTimersByTime(1)
  expect(dog.barks()).toBe(1)
})

test('it is silent until it is first fed, and after it is stopped', () => {
  const dog = start()
  vi.advanceTimersByTime(1000)
  dog.feed(100)
  dog.stop()
  dog.stop()
  vi.advanceTimersByTime(1000)
  expect(dog.barks()).toBe(0)
})
