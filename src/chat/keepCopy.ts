import { createChat, type ChatSettings, type Conversation } from './chat.ts'
import type { Answer, Message, Question } from './message.ts'
import { partsOfShared, type SharedChat } from './sharedTurns.ts'

export interface CopyDeps {
  readonly createId: () => string
  /** Milliseconds since 1970. */
  readonly at: number
  /** What is asked in the copy from now on is asked with the person's own. */
  readonly own: ChatSettings
  readonly templateOf: (model: string) => string
}

/** A chat from elsewhere as one of one's own: new ids, own settings, and who wrote its answers kept. */
export function keepCopy({ title, turns }: SharedChat, deps: CopyDeps): Conversation {
  const { createId, at, own } = deps
  const chat = { ...createChat(createId(), at, own), title, titledBy: 'person' as const }
  const tree = new Map<string, Message>()
  let parent: string | null = null
  for (const [index, turn] of turns.entries()) {
    const createdAt = at + 2 * index
    const base = { chatId: chat.id, createdAt }
    const question: Question = {
      ...base,
      role: 'question',
      id: createId(),
      parent,
      text: turn.question,
    }
    tree.set(question.id, question)
    const parts = partsOfShared(turn)
    if (parts.length === 0 && index === turns.length - 1) break
    const answer: Answer = {
      ...base,
      role: 'answer',
      id: createId(),
      parent: question.id,
      createdAt: createdAt + 1,
      model: turn.model === '' ? own.model : turn.model,
      template: deps.templateOf(turn.model),
      system: '',
      sampling: own.sampling,
      thinking: own.thinking,
      leftOut: 0,
      parts,
      figures: null,
      ending: { kind: turn.isWhole ? 'stop' : 'stopped' },
    }
    tree.set(answer.id, answer)
    parent = answer.id
  }
  return { chat, tree }
}
