import { expect, test } from 'vitest'

import type { Engine, EngineError } from '../../../src/engine/engine.ts'
import { createClientBench, readReply } from './clientBench.ts'
import { createSegment } from './segments.ts'

const obstacles: readonly EngineError[] = [
  { kind: 'no-webgpu', detail: 'navigator.gpu is missing.' },
  { kind: 'buffer-too-small', detail: 'It offers 1; the model needs 2.' },
]

test.each(obstacles)('with $kind a load fails in words and starts no worker', async (obstacle) => {
  const bench = createClientBench(obstacle)
  await bench.engine.load('ponder-nano', {}, new AbortController().signal)
  expect(bench.states).toEqual([
    { status: 'checking' },
    { status: 'failed', model: 'ponder-nano', error: obstacle },
  ])
  expect(bench.workers).toEqual([])
})

test.each(obstacles)('with $kind a turn is that error and starts no worker', async (obstacle) => {
  const bench = createClientBench(obstacle)
  const reply = readReply(bench.engine.generate(createSegment(), new AbortController().signal))
  await reply.ended
  expect(reply.read).toEqual([{ type: 'error', error: obstacle }])
  expect(bench.workers).toEqual([])
})

test.each<readonly [string, (engine: Engine) => Promise<unknown>]>([
  ['showing a prompt', (engine) => engine.renderPrompt(createSegment())],
  ['counting tokens', (engine) => engine.countTokens('ponder-nano', ['a'])],
])('with an obstacle %s is refused with its words and starts no worker', async (_, ask) => {
  const bench = createClientBench({ kind: 'no-webgpu', detail: 'No adapter.' })
  await expect(ask(bench.engine)).rejects.toThrow('no-webgpu: No adapter.')
  expect(bench.workers).toEqual([])
})
