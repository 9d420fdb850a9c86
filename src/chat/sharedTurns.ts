import { textOf } from './answer.ts'
import type { Answer, Message, Part } from './message.ts'

/** A question and its answer, as they are shown to others: words, and who wrote them. */
export interface SharedTurn {
  readonly question: string
  readonly thought: string
  readonly answer: string
  readonly model: string
  /** False for an answer that was stopped or broken off. */
  readonly isWhole: boolean
}

/** The branch of a chat that its owner had open. */
export interface SharedChat {
  readonly title: string
  readonly turns: readonly SharedTurn[]
}

/** The turns on a path of messages. Nothing of the settings, figures or other branches. */
export function shareChat(title: string, path: readonly Message[]): SharedChat {
  const turns = path.flatMap((message, index) => {
    if (message.role !== 'question') return []
    const next = path[index + 1]
    return [shareTurn(message.text, next?.role === 'answer' ? next : undefined)]
  })
  return { title, turns }
}

const shareTurn = (question: string, answer: Answer | undefined): SharedTurn => ({
  question,
  thought: answer === undefined ? '' : textOf(answer, 'reasoning').trim(),
  answer: answer === undefined ? '' : textOf(answer, 'answer').trim(),
  model: answer?.model ?? '',
  isWhole: answer?.ending.kind === 'stop',
})

/** A turn's reply as a reply of one's own is held: what was marked in it is not shared. */
export const partsOfShared = ({ thought, answer }: SharedTurn): readonly Part[] =>
  (
    [
      { kind: 'reasoning', text: thought, marks: [] },
      { kind: 'answer', text: answer, marks: [] },
    ] as const
  ).filter((part) => part.text !== '')
