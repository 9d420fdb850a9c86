import type { PastTurn, Segment } from '../engine/engine.ts'
import { replyPrefix, textOf } from './answer.ts'
import type { Answer, Message } from './message.ts'

/**
 * What the engine is asked for this answer: its question, the turns above it without their thoughts (and
 * without the oldest that the answer left out), and what it holds so far. `path` runs from the first
 * question down to the answer.
 */
export function chatToPrompt(path: readonly Message[], answer: Answer): Segment {
  const { turns, question } = readTurns(path.filter(({ id }) => id !== answer.id))
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

/**
 * Questions with the answers that follow them, and the question that waits. One that got no answer, only
 * a thought or nothing, is asked together with the next: dropping it would take away what that refers to.
 */
function readTurns(messages: readonly Message[]): {
  readonly turns: readonly PastTurn[]
  readonly question: string
} {
  const turns: PastTurn[] = []
  let questions: readonly string[] = []
  for (const message of messages) {
    if (message.role === 'question') questions = [...questions, message.text]
    else {
      const answer = textOf(message, 'answer').replace(/^\n+/, '')
      if (answer.trim() === '') continue
      turns.push({ question: questions.join('\n\n'), answer })
      questions = []
    }
  }
  return { turns, question: questions.join('\n\n') }
}
