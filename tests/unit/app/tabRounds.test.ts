import { expect, test } from 'vitest'

import { textOf } from '../../../src/chat/answer.ts'
import { conversationOf, selectPath } from '../../../src/chat/chatState.ts'
import type { ChatId } from '../../../src/chat/message.ts'
import { createChance } from '../../fakes/chance.ts'
import { createManyTabs, type ManyTabs, type Tab } from '../../fakes/manyTabs.ts'
import { replyTo } from '../../fakes/tabEngine.ts'
import { testDisk } from '../../fakes/testDisk.ts'

const seed = Number(process.env['PONDER_SEED'] ?? 1)
const rounds = Number(process.env['PONDER_TAB_ROUNDS'] ?? 200)

/** What must be there in the end, whoever did it and whatever became of them. */
interface Wanted {
  readonly questions: Map<string, ChatId>
  readonly titles: Map<ChatId, string>
  readonly presets: Map<string, string>
  readonly systems: Map<ChatId, string>
}

const settle = async (turns = 12): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1)
    await new Promise<void>((resolve) => setImmediate(resolve))
}

test(`${rounds} rounds over 2 to 6 tabs (seed ${seed}): one engine at any time, no edit and no word lost`, async () => {
  const chance = createChance(seed)
  const upTo = (count: number): number => Math.floor(chance() * count)
  const pick = <Value>(values: readonly Value[]): Value => values[upTo(values.length)] as Value
  const disk = await testDisk()
  const many = createManyTabs(disk, () => settle(30))
  const wanted: Wanted = {
    questions: new Map(),
    titles: new Map(),
    presets: new Map(),
    systems: new Map(),
  }
  await many.openTab()
  await many.openTab()

  for (let round = 0; round < rounds; round += 1) {
    const tab = pick(many.tabs())
    await step(many, tab, wanted, round, chance(), pick)
    expect(many.count.most).toBe(1)
    await settle(upTo(10))
    while (many.tabs().length < 2) await many.openTab()
    if (many.tabs().length < 6 && chance() < 0.1) await many.openTab()
  }
  await untilCalm(many)

  expect(many.count).toEqual({ alive: 1, most: 1 })
  expect(rounds < 100 || many.deaths().writing > 3).toBe(true)
  const after = await createManyTabs(disk).openTab()
  for (const [question, chat] of wanted.questions) {
    await after.chats.open(chat)
    const tree = conversationOf(after.chats.getState(), chat)?.tree ?? new Map()
    const asked = [...tree.values()].find(
      (each) => each.role === 'question' && each.text === question,
    )
    expect(asked, `“${question}” is there`).toBeDefined()
    for (const answer of tree.values()) {
      if (answer.role !== 'answer' || answer.parent !== asked?.id) continue
      const { thought, answer: text } = replyTo(question)
      expect(thought.startsWith(textOf(answer, 'reasoning'))).toBe(true)
      expect(answer.ending.kind).toMatch(/^(stop|stopped)$/)
      const has = [textOf(answer, 'reasoning'), textOf(answer, 'answer')]
      // One that somebody stopped holds its beginning.
      expect(answer.ending.kind === 'stop' ? has : [thought, text]).toEqual([thought, text])
    }
  }
  const { chats } = after.chats.getState()
  for (const [chat, title] of wanted.titles) expect(chats.get(chat)?.title).toBe(title)
  for (const [chat, system] of wanted.systems) expect(chats.get(chat)?.system).toBe(system)
  for (const [id, name] of wanted.presets)
    expect(after.presets.getState().presets.get(id)?.name).toBe(name)
}, 600_000)

/** One thing that a person, or fate, does to one tab; what was written before a death is to be kept. */
async function step(
  many: ManyTabs,
  tab: Tab,
  wanted: Wanted,
  round: number,
  what: number,
  pick: <Value>(values: readonly Value[]) => Value,
): Promise<void> {
  const { chats, presets, storage } = tab
  const known = [...chats.getState().chats.keys()]
  if (what < 0.3 || known.length === 0) {
    const chat = chats.newChat()
    const question = `Question ${round}?`
    if (chats.ask(chat, question)) {
      await storage.flush()
      wanted.questions.set(question, chat)
    }
  } else if (what < 0.5) {
    const chat = pick(known)
    await chats.open(chat)
    const question = `And then ${round}?`
    const last = selectPath(chat)(chats.getState()).at(-1)
    if (last?.role === 'answer' && last.ending.kind === 'stop' && chats.ask(chat, question)) {
      await storage.flush()
      wanted.questions.set(question, chat)
    }
  } else if (what < 0.65) {
    const chat = pick(known)
    if (await chats.rename(chat, `Title ${round}`)) {
      await storage.flush()
      wanted.titles.set(chat, `Title ${round}`)
    }
  } else if (what < 0.75) {
    const preset = presets.add({ name: `Preset ${round}`, question: 'What?' })
    await storage.flush()
    wanted.presets.set(preset.id, preset.name)
  } else if (what < 0.8) {
    // Two tabs at the same moment: neither has heard of the other.
    const chat = pick(known)
    const other = pick(many.tabs())
    await chats.open(chat)
    await other.chats.open(chat)
    if (other === tab || !other.chats.getState().chats.has(chat)) return
    const isDelete = round % 2 === 0
    if (isDelete) {
      if (chats.getState().live.has(chat) || chats.getState().watched.has(chat)) return
      await chats.removeChat(chat)
    } else chats.changeSettings(chat, { system: `System ${round}` })
    await other.chats.rename(chat, `Both ${round}`)
    await Promise.all([storage.flush(), other.storage.flush()])
    wanted.titles.set(chat, `Both ${round}`)
    if (!isDelete) wanted.systems.set(chat, `System ${round}`)
  } else if (what < 0.85) {
    const [chat] = [...chats.getState().live.keys(), ...chats.getState().watched.keys()]
    if (chat !== undefined) chats.stop(chat)
  } else if (many.tabs().length > 1) {
    const holder = many.tabs().find(({ engine }) => engine.isHolder())
    const writer = many.tabs().find((each) => each.chats.getState().live.size > 0)
    // The one that holds the engine, one that writes, or any.
    const victim = what < 0.9 ? holder : what < 0.95 ? writer : tab
    if (victim !== undefined) many.note(victim)
    victim?.die()
  }
}

async function untilCalm(many: ManyTabs): Promise<void> {
  for (let calm = 0; calm < 3;) {
    await Promise.all(many.tabs().map(({ chats }) => chats.whenIdle()))
    await settle(40)
    const isCalm = many
      .tabs()
      .every(({ chats }) => chats.getState().live.size + chats.getState().watched.size === 0)
    calm = isCalm ? calm + 1 : 0
  }
  await Promise.all(many.tabs().map(({ storage }) => storage.flush()))
  await settle(40)
}
