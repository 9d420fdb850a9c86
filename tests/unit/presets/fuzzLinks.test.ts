import { cpuUsage, env } from 'node:process'

import { afterEach, expect, test, vi } from 'vitest'

import { createIncoming, type Incoming } from '../../../src/app/incoming.ts'
import type { AddressBar } from '../../../src/app/navigation.ts'
import { createPresetStore } from '../../../src/presets/presetStore.ts'
import { chatSettings } from '../../fakes/conversations.ts'
import { testDisk } from '../../fakes/testDisk.ts'
import { openWindow } from '../../fakes/testStorage.ts'
import { hostileLinks } from '../../fakes/hostileLinks.ts'

/** `PONDER_LINKS=1000000` for the long run. */
const count = Number(env['PONDER_LINKS'] ?? 100_000)
/** Read beside each other: a stream of the platform waits more than it works. */
const together = 250

afterEach(() => vi.restoreAllMocks())

test(`${count.toLocaleString('en')} hostile links: none throws, and none does anything before a yes`, async () => {
  const disk = await testDisk()
  const app = await openWindow(disk)
  const fetched = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('not here'))
  const before = [app.chats.getState(), app.settings.getState(), app.presets.getState()]
  const links = hostileLinks(20_260_101)
  const ended = new Map<Incoming['kind'], number>()
  const times: Times = { passed: [], processor: [] }
  let changes = 0

  const read = async (): Promise<Incoming['kind']> => {
    const { value: link } = links.next()
    const bar: AddressBar = {
      fragment: () => link.fragment,
      push: () => (changes += 1),
      replace: () => (changes += 1),
      onMove: () => undefined,
    }
    const incoming = createIncoming(
      bar,
      () => '',
      () => chatSettings,
    )
    await incoming.follow()
    const { kind } = incoming.state.getState()
    ended.set(kind, (ended.get(kind) ?? 0) + 1)
    return kind
  }

  for (let done = 0; done < count; done += together) {
    const from = performance.now()
    const worked = cpuUsage()
    // One alone first: its time is that of a person who opens a link.
    const kind = await read()
    // What is no link of ours is not read at all, and would only flatter the figure.
    if (kind !== 'none') {
      const { user, system } = cpuUsage(worked)
      times.processor.push((user + system) / 1000)
      times.passed.push(performance.now() - from)
    }
    await Promise.all(Array.from({ length: together - 1 }, read))
  }

  // Nothing is left hanging, and the generator reaches every ending.
  expect(ended.get('reading')).toBeUndefined()
  for (const kind of ['none', 'refused', 'preset', 'chat'] as const)
    expect(ended.get(kind)).toBeGreaterThan(count / 500)
  expect(changes).toBe(0)
  expect([app.chats.getState(), app.settings.getState(), app.presets.getState()]).toEqual(before)
  expect(app.chats.getState()).toBe(before[0])
  expect(fetched).not.toHaveBeenCalled()
  expect(disk.writes).toEqual([])
  expect(Object.keys(Object.prototype)).toEqual([])
  report(ended, times)
}, 3_600_000)

/** Milliseconds that reading a link took; other programs lengthen what passes. */
interface Times {
  readonly passed: number[]
  readonly processor: number[]
}

/** Figures, not limits: machines differ. */
function report(ended: ReadonlyMap<string, number>, { passed, processor }: Times): void {
  const p99 = (times: readonly number[]): string => {
    const sorted = times.toSorted((one, other) => one - other)
    return (sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN).toFixed(2)
  }
  // oxlint-disable-next-line no-console
  console.log(
    `Hostile links: ${[...ended].map(([kind, number]) => `${number} ${kind}`).join(', ')}; p99 ${p99(processor)} ms of processor time, ${p99(passed)} ms passed (goal under 5 ms)`,
  )
}

test('a preset that is saved is a new one, whatever it is called', () => {
  let id = 0
  const presets = createPresetStore({ createId: () => `id${(id += 1)}`, now: () => 1 })
  presets.add({ name: 'x', question: 'mine' })
  presets.add({ name: 'x', question: 'theirs' })
  expect([...presets.getState().presets.values()].map(({ question }) => question)).toEqual([
    'mine',
    'theirs',
  ])
})
