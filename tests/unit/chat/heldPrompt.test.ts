import { expect, test } from 'vitest'

import { liveUse } from '../../../src/chat/context/contextUse.ts'
import type { LiveAnswer } from '../../../src/chat/liveAnswer.ts'
import { createRunTurn } from '../../../src/chat/runTurn.ts'
import { createSteering } from '../../../src/chat/steering.ts'
import type { PromptShare } from '../../../src/engine/engine.ts'
import { fakeAnswer, fakeQuestion } from '../../fakes/conversations.ts'
import { createFakeEngine } from '../../fakes/fakeEngine.ts'

const shares = (thought: number): readonly PromptShare[] => [
  { kind: 'system', tokens: 1 },
  { kind: 'question', tokens: 9 },
  { kind: 'thought', tokens: thought },
]

/** A turn, and what is shown of it last. */
function growingTurn(): {
  readonly engine: ReturnType<typeof createFakeEngine>
  readonly used: () => number | undefined
  readonly frames: () => number
  readonly ended: Promise<unknown>
} {
  const engine = createFakeEngine()
  const answer = fakeAnswer({ ending: { kind: 'open' } })
  const shown: Omit<LiveAnswer, 'startedAt'>[] = []
  const runTurn = createRunTurn({
    engine,
    contextOf: () => 2048,
    now: () => 0,
    onFrame(run) {
      const frame = setImmediate(run)
      return () => clearImmediate(frame)
    },
  })
  const path = [fakeQuestion(), answer]
  const signal = new AbortController().signal
  const ended = runTurn(path, answer, (live) => shown.push(live), signal, createSteering())
  const used = (): number | undefined => {
    const last = shown.at(-1)
    return last === undefined ? undefined : liveUse(last, 2048)?.used
  }
  return { engine, used, frames: () => shown.length, ended }
}

/** After the next frame. */
async function settle(): Promise<void> {
  for (let tick = 0; tick < 3; tick += 1) await new Promise((resolve) => setImmediate(resolve))
}

test('what a prompt has is known when it is read, and each token that comes is added', async () => {
  const { engine, used, ended } = growingTurn()
  await engine.whenAsked()
  expect(used()).toBeUndefined()
  engine.prefill(0, 12, shares(2))
  await settle()
  expect(used()).toBe(12)
  engine.say('Two and', [1, 2, 3])
  await settle()
  expect(used()).toBe(15)
  engine.say('two.</think>4', [4, 5])
  await settle()
  expect(used()).toBe(17)
  engine.end()
  await ended
})

test('the next segment is counted anew, and nothing of the one before twice', async () => {
  const { engine, used, ended } = growingTurn()
  await engine.whenAsked()
  engine.prefill(0, 12, shares(2))
  engine.say('Two and', [1, 2, 3])
  engine.end('thought full')
  await engine.whenAsked(2)
  // Three tokens of the thought, and three that close it.
  engine.prefill(0, 18, [...shares(6), { kind: 'answer', tokens: 2 }])
  await settle()
  expect(used()).toBe(18)
  engine.say('4', [1])
  await settle()
  expect(used()).toBe(19)
  engine.end()
  await ended
})

test('tokens that come in one frame are one update', async () => {
  const { engine, used, frames, ended } = growingTurn()
  await engine.whenAsked()
  engine.prefill(0, 12, shares(2))
  await settle()
  const before = frames()
  for (let token = 0; token < 50; token += 1) engine.say('a', [token])
  await settle()
  expect(used()).toBe(62)
  expect(frames() - before).toBe(1)
  engine.end()
  await ended
})
