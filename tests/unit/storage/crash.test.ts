import { expect, test } from 'vitest'

import type { Answer } from '../../../src/chat/message.ts'
import type { Thinking } from '../../../src/engine/engine.ts'
import { rawOf } from '../../fakes/conversations.ts'
import { createFaultyDisk, type FaultyDisk } from '../../fakes/faultyDisk.ts'
import { isEnded, openApp, said, until, type WholeApp } from '../../fakes/wholeApp.ts'

function ask(app: WholeApp, thinking: Thinking): void {
  const { openChat } = app.chats.getState()
  app.chats.changeSettings(openChat, { thinking })
  expect(app.chats.ask(openChat, 'How many?')).toBe(true)
}

const ways: readonly (readonly [string, Thinking])[] = [
  ['of one segment', { kind: 'free' }],
  ['that is closed by its budget', { kind: 'budget', tokens: 30 }],
  ['that is sent on when it would end', { kind: 'atLeast', tokens: said.thought.length + 20 }],
]

test.each(ways)(
  'a reply %s survives a death at any step of its saving, and ends as if there had been none',
  async (_what, thinking) => {
    const whole = createFaultyDisk()
    const calm = await openApp(whole)
    ask(calm, thinking)
    expect(await until(calm, isEnded(calm))).toBe(true)
    const expected = rawOf(calm.answer() as Answer)
    await until(calm, () => calm.storage.state.getState().saving.kind === 'saved')
    expect([...whole.records.keys()].filter((key) => key.startsWith('journal/'))).toEqual([])
    const writes = whole.calls.flatMap((kind, call) => (kind === 'write' ? [call] : []))
    expect(writes.length).toBeGreaterThan(20)

    let seenTotal = 0
    for (const call of writes)
      for (const fault of ['hang', 'late'] as const) {
        const disk = createFaultyDisk()
        let seen: string | undefined
        const app = await openApp(disk)
        disk.fail(fault, call)
        disk.onFault = () => {
          const shown = app.answer()
          seen = shown === undefined ? '' : rawOf(shown)
          disk.die()
        }
        ask(app, thinking)
        await until(app, () => seen !== undefined)
        seenTotal += seen?.length ?? 0
        const faults = await livesOn(disk, seen ?? '', expected)
        expect(faults.map((what) => `${fault} at ${call}: ${what}`)).toEqual([])
      }
    expect(seenTotal).toBeGreaterThan(1000)
  },
)

/** What is wrong with what a new window finds, and with the end to which it goes on. */
async function livesOn(dead: FaultyDisk, seen: string, expected: string): Promise<string[]> {
  const disk = createFaultyDisk(dead.records)
  const app = await openApp(disk)
  if (app.storage.state.getState().broken.length > 0) return ['A record is broken.']
  const [chat] = app.chats.getState().chats.values()
  if (chat === undefined) return seen === '' ? [] : ['The chat is gone.']
  await app.chats.open(chat.id)
  const found = app.answer()
  if (found === undefined) return ['The answer is gone.']
  const kept = rawOf(found)
  const faults: string[] = []
  if (!kept.startsWith(seen)) faults.push(`Seen: ${seen} Kept: ${kept}`)
  if (!expected.startsWith(kept)) faults.push(`It never said: ${kept}`)
  if ([...disk.records.keys()].some((key) => key.startsWith('journal/')))
    faults.push('Its journal is still there.')
  if (found.ending.kind === 'open') {
    await app.chats.continueAnswer(chat.id, found.id)
    if (!(await until(app, isEnded(app)))) faults.push('It does not end.')
    const marks = app.answer()?.parts.flatMap(({ marks: put }) => put.map(({ kind }) => kind)) ?? []
    const crashes = marks.filter((kind) => kind === 'resumed after a crash').length
    if (crashes !== (kept === '' ? 0 : 1)) faults.push(`It is marked ${crashes} times.`)
  }
  const ended = app.answer()
  if (ended === undefined || rawOf(ended) !== expected) faults.push('It ended otherwise.')
  return faults
}
