import { expect, test } from 'vitest'

import type { LivePhase } from '../../../src/chat/liveAnswer.ts'
import type { Answer, Message } from '../../../src/chat/message.ts'
import { createRunTurn } from '../../../src/chat/runTurn.ts'
import { createSteering, type Steer } from '../../../src/chat/steering.ts'
import type { EngineError } from '../../../src/engine/engine.ts'
import { noFigures } from '../../../src/stats/turnFigures.ts'
import { fakeAnswer, fakeQuestion, part } from '../../fakes/conversations.ts'
import { createFakeEngine, type FakeEngine } from '../../fakes/fakeEngine.ts'

const opened = fakeAnswer({ ending: { kind: 'open' } })
const lost: EngineError = { kind: 'device-lost', detail: '' }

interface TestTurn {
  readonly engine: FakeEngine
  readonly stop: () => void
  readonly steer: (steer: Steer) => void
  readonly phases: LivePhase['kind'][]
  readonly shown: LivePhase[]
  readonly ended: Promise<Answer>
}

/** A turn whose every change has its own frame. */
function testTurn(
  engine = createFakeEngine(),
  answer = opened,
  path: readonly Message[] = [fakeQuestion(), answer],
): TestTurn {
  const controller = new AbortController()
  const steering = createSteering()
  const phases: LivePhase['kind'][] = []
  const shown: LivePhase[] = []
  const runTurn = createRunTurn({
    engine,
    contextOf: () => 2048,
    now: () => 0,
    onFrame(run) {
      let isCancelled = false
      queueMicrotask(() => {
        if (!isCancelled) run()
      })
      return () => {
        isCancelled = true
      }
    },
  })
  const show = ({ phase }: { readonly phase: LivePhase }): void => {
    shown.push(phase)
    if (phases.at(-1) !== phase.kind) phases.push(phase.kind)
  }
  const ended = runTurn(path, answer, show, controller.signal, steering)
  return {
    engine,
    phases,
    shown,
    ended,
    stop: () => controller.abort(),
    steer: steering.ask,
  }
}

test('a reply goes from the wait to the thought to the answer', async () => {
  const { engine, ended, phases } = testTurn()
  await engine.whenAsked()
  engine.prefill(5, 10)
  engine.say('Two and two.')
  engine.say('</think>4')
  engine.end()
  expect((await ended).parts).toEqual([part('reasoning', 'Two and two.'), part('answer', '4')])
  expect((await ended).ending).toEqual({ kind: 'stop' })
  expect(phases).toEqual(['waiting', 'reading the prompt', 'thinking', 'answering'])
})

test('a reply that breaks off in mid-thought has the figures of the prompt it read', async () => {
  const { engine, ended } = testTurn()
  await engine.whenAsked()
  engine.prefill(0, 30)
  engine.say('Two', [600, 620])
  engine.fail(lost)
  expect((await ended).figures).toMatchObject({ prefillTokens: 30, prefillMs: 600 })
})

test('the clock of a continued thought goes on from the time that it had', async () => {
  const meant = fakeAnswer({
    parts: [part('reasoning', 'Two')],
    figures: { ...noFigures, reasoningMs: 4000 },
    ending: { kind: 'open' },
  })
  const { engine, ended, shown } = testTurn(createFakeEngine(), meant)
  await engine.whenAsked()
  engine.say(' and two', [0])
  engine.end()
  await ended
  expect(shown.at(-1)).toEqual({ kind: 'thinking', since: -4000 })
})

test('a stop in mid-thought keeps what is there, marked', async () => {
  const { engine, ended, stop } = testTurn()
  await engine.whenAsked()
  engine.say('Two and')
  stop()
  expect(await ended).toMatchObject({
    ending: { kind: 'stopped' },
    parts: [{ kind: 'reasoning', text: 'Two and', marks: [{ kind: 'stopped', at: 7 }] }],
  })
})

test('what is written between the stop and the end is kept too', async () => {
  const { engine, ended, stop, phases } = testTurn(createFakeEngine({ obeysStop: false }))
  await engine.whenAsked()
  engine.say('Two')
  stop()
  engine.say(' and two')
  engine.end('stopped')
  expect((await ended).parts[0]?.text).toBe('Two and two')
  expect(phases.at(-1)).toBe('stopping')
})

test('a stop in the middle of a tag keeps its characters', async () => {
  const { engine, ended, stop } = testTurn()
  await engine.whenAsked()
  engine.say('Two</thi')
  stop()
  expect((await ended).parts[0]?.text).toBe('Two</thi')
})

test.each(['length', 'context'] as const)('a reply that ends by %s says so', async (finish) => {
  const { engine, ended } = testTurn()
  await engine.whenAsked()
  engine.say('Two')
  engine.end(finish)
  expect((await ended).ending).toEqual({ kind: finish })
})

test('an engine that breaks in the middle keeps what is there, and says why', async () => {
  const { engine, ended } = testTurn()
  await engine.whenAsked()
  engine.say('Two and')
  engine.fail(lost)
  expect(await ended).toMatchObject({
    ending: { kind: 'failed', error: 'The graphics device went away' },
    parts: [part('reasoning', 'Two and')],
  })
})

test('an engine that breaks while it is being stopped has stopped', async () => {
  const { engine, ended, stop } = testTurn(createFakeEngine({ obeysStop: false }))
  await engine.whenAsked()
  engine.say('Two')
  stop()
  engine.fail(lost)
  expect((await ended).ending).toEqual({ kind: 'stopped' })
})

test('a model that cannot be loaded fails the reply, details included', async () => {
  const { engine, ended } = testTurn(
    createFakeEngine({ load: { kind: 'network', detail: 'Status 404.' } }),
  )
  expect((await ended).ending).toEqual({
    kind: 'failed',
    error: 'The model’s files could not be fetched (Status 404)',
  })
  expect(engine.asked).toEqual([])
})

test('a model that never loads can be stopped', async () => {
  const { engine, ended, stop } = testTurn(createFakeEngine({ load: 'never' }))
  stop()
  expect((await ended).ending).toEqual({ kind: 'stopped' })
  expect(engine.asked).toEqual([])
})

test('a stream that ends without an end is a crash, and keeps what is there', async () => {
  const { ended } = testTurn({
    ...createFakeEngine(),
    async *generate() {
      yield { type: 'tokens', text: 'Two', ids: [1], at: [0] }
    },
  })
  expect(await ended).toMatchObject({
    parts: [part('reasoning', 'Two')],
    ending: { kind: 'failed' },
  })
})

test('an engine that throws is a crash, in words', async () => {
  const load = (): Promise<void> => Promise.reject(new Error('worker gone'))
  const { ended } = testTurn({ ...createFakeEngine(), load })
  expect((await ended).ending).toEqual({
    kind: 'failed',
    error: 'The model’s worker broke down (Error: worker gone)',
  })
})

test('a stop while the prompt is being counted ends the turn at once', async () => {
  const fake = createFakeEngine()
  const measurePrompt = (): Promise<null> => new Promise(() => undefined)
  const path = [
    fakeQuestion(),
    fakeAnswer({ parts: [part('answer', '4')] }),
    fakeQuestion(),
    opened,
  ]
  const { ended, stop } = testTurn({ ...fake, measurePrompt }, opened, path)
  await Promise.resolve()
  stop()
  expect((await ended).ending).toEqual({ kind: 'stopped' })
})
