import type { PastTurn, Segment } from '../engine/engine.ts'
import { replyPrefix, textOf } from './answer.ts'
import { keptThought } from './context/keptThoughts.ts'
import type { Answer, Message } from './message.ts'

/**
 * What the engine is asked for this answer: its question, the turns above it without their thoughts, but for
 * those that it was told to keep (and without the oldest turns that the answer left out), and what it holds so
 * far. `path` runs from the first question down to the answer.
 */
export function chatToPrompt(path: readonly Message[], answer: Answer): Segment {
  const { turns, question } = readTurns(
    path.filter(({ id }) => id !== answer.id),
    answer,
  )
  const { model, system, sampling, thinking, format, leftOut } = answer
  return {
    model,
    system,
    sampling,
    thinking,
    turns: turns.slice(leftOut),
    question,
    prefix: replyPrefix(answer),
    ...(format === undefined ? {} : { format }),
  }
}

/** Whether a message ends a turn of the history: an answer with words in it. */
export const endsTurn = (message: Message): message is Answer =>
  message.role === 'answer' && textOf(message, 'answer').trim() !== ''

/**
 * Questions with the answers that follow them, and the question that waits. One that got no answer, only
 * a thought or nothing, is asked together with the next: dropping it would take away what that refers to.
 */
function readTurns(
  messages: readonly Message[],
  asked: Answer,
): {
  readonly turns: readonly PastTurn[]
  readonly question: string
} {
  const turns: PastTurn[] = []
  let questions: readonly string[] = []
  for (const message of messages) {
    if (message.role === 'question') questions = [...questions, message.text]
    else if (endsTurn(message)) {
      const answer = textOf(message, 'answer').replace(/^\n+/, '')
      const reasoning = keptThought(message, asked)
      const turn = { question: questions.join('\n\n'), answer }
      turns.push(reasoning === undefined ? turn : { ...turn, reasoning })
      questions = []
    }
  }
  return { turns, question: questions.join('\n\n') }
}
