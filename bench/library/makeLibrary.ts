import { createChat } from '../../src/chat/chat.ts'
import type { Entry } from '../../src/storage/database.ts'
import { createChance } from '../../tests/fakes/chance.ts'
import { chatEntries } from '../../tests/fakes/chatEntries.ts'
import { chatSettings, fakeAnswer, fakeQuestion, part } from '../../tests/fakes/conversations.ts'

const syllables =
  'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu zan cher dril'.split(' ')

export interface Library {
  readonly entries: readonly Entry[]
  /** Words of it, from those that stand everywhere to those that stand once or twice. */
  readonly words: readonly string[]
}

/**
 * Chats of ten questions and ten replies, each with a thought of 60 to 160 words and an answer of 10 to 40, as
 * records. Words are as frequent as in a language: the n-th one stands there 1/n times as often as the first.
 */
export function makeLibrary(count: number, seed: number): Library {
  const chance = createChance(seed)
  const words = Array.from({ length: 8_000 }, () =>
    Array.from(
      { length: 1 + Math.floor(chance() * 4) },
      () => syllables[Math.floor(chance() * syllables.length)],
    ).join(''),
  )
  // Zipf's law, drawn by its inverse: of ranks up to N the logarithm is even.
  const word = (): string => words[Math.floor(words.length ** chance()) - 1] ?? 'ba'
  const text = (least: number, most: number): string => {
    const length = least + Math.floor(chance() * (most - least))
    return `${Array.from({ length }, word).join(' ')}.`
  }
  const entries = Array.from({ length: count }, (_, number) => {
    const id = `library-${number}`
    const messages = Array.from({ length: 10 }, (_each, turn) => {
      const question = fakeQuestion({
        id: `q${turn}`,
        chatId: id,
        parent: turn === 0 ? null : `a${turn - 1}`,
        createdAt: turn * 2,
        text: text(4, 16),
      })
      const answer = fakeAnswer({
        id: `a${turn}`,
        chatId: id,
        parent: question.id,
        createdAt: turn * 2 + 1,
        parts: [part('reasoning', `\n${text(60, 160)}\n`), part('answer', `\n\n${text(10, 40)}`)],
      })
      return [question, answer]
    }).flat()
    const chat = {
      ...createChat(id, 1_000 + number, chatSettings),
      title: `Chat ${number}: ${text(2, 5)}`,
    }
    return chatEntries(chat, messages)
  }).flat()
  return { entries, words }
}
