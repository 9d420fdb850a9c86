import { expect, test } from 'vitest'

import { advance, toggle, type Player } from '../../../../src/chat/replay/player.ts'

const playing: Player = { position: 100, isPlaying: true, speed: '1' }

test.each([
  ['1', 150],
  ['2', 200],
  ['8', 500],
] as const)('at %s× fifty milliseconds lead to %i', (speed, position) => {
  expect(advance({ ...playing, speed }, 50, 1000)).toEqual({ ...playing, speed, position })
})

test('it stops at the end, and plays again from the start', () => {
  const ended = advance(playing, 950, 1000)
  expect(ended).toEqual({ ...playing, position: 1000, isPlaying: false })
  expect(toggle(ended, 1000)).toEqual({ ...playing, position: 0 })
})

test('paused, it stands still, and goes on from there', () => {
  const paused = toggle(playing, 1000)
  expect(advance(paused, 50, 1000)).toBe(paused)
  expect(toggle(paused, 1000)).toEqual(playing)
})

test('a page that comes back from the background has missed nothing', () => {
  expect(advance(playing, 600_000, 100_000).position).toBe(1100)
})

test('a reply without a length does not play', () => {
  expect(toggle({ ...playing, position: 0, isPlaying: false }, 0).isPlaying).toBe(false)
})
