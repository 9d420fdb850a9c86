import type { PromptShare, Segment } from '../../engine/engine.ts'
import { textOf } from '../answer.ts'
import { ask, type Conversation } from '../chat.ts'
import { endsTurn, chatToPrompt } from '../chatToPrompt.ts'
import {
  countTurnsToLeaveOut,
  roomForHistory,
  tokensOfTurns,
  type Budget,
} from '../contextBudget.ts'
import type { Answer } from '../message.ts'
import { pathTo } from '../messageTree.ts'
import { contextUse, formatCount, type ContextUse } from './contextUse.ts'

/** An earlier turn as the prompt of the next question has it. */
export interface PlannedTurn {
  readonly answer: Answer
  readonly question: string
  readonly tokens: number
  /** What the thought alone costs, or would; 0 where there is none. */
  readonly thoughtTokens: number
  readonly isLeftOut: boolean
}

/** What would be asked if the question that is typed were sent now. */
export interface NextQuestion {
  readonly use: ContextUse
  readonly turns: readonly PlannedTurn[]
  /** Tokens that the earlier turns may have. */
  readonly roomForHistory: number
}

/** The prompt of the next question with no thought and with every thought of the earlier turns in it. */
export interface NextSegments {
  readonly bare: Segment
  readonly full: Segment
  readonly answers: readonly Answer[]
}

export function nextSegments(conversation: Conversation, question: string): NextSegments {
  const turn = {
    question: nextId,
    answer: { id: `${nextId} answer`, at: 0, template: '', seed: 0 },
  }
  const opened = ask(conversation, question, turn)
  const path = pathTo(opened.conversation.tree, opened.answer.id)
  const answers = path.filter((message) => endsTurn(message))
  const segmentWith = (earlier: readonly string[]): Segment =>
    chatToPrompt(path, { ...opened.answer, parts: [], kept: { own: false, earlier } })
  return { bare: segmentWith([]), full: segmentWith(answers.map(({ id }) => id)), answers }
}

/** No message that is there has it. */
const nextId = 'the next question'

/** What of both prompts' shares the next one has, and which turns do not fit. */
export function planNext(
  { bare, answers }: Pick<NextSegments, 'bare' | 'answers'>,
  shares: { readonly bare: readonly PromptShare[]; readonly full: readonly PromptShare[] },
  budget: Budget,
): NextQuestion {
  const keeps = answers.map((answer) => answer.kept?.own === true && hasThought(answer))
  const whole = shares.bare
    .filter((share) => !('turn' in share) || keeps[share.turn] !== true)
    .concat(shares.full.filter((share) => 'turn' in share && keeps[share.turn] === true))
  const out = countTurnsToLeaveOut(whole, budget)
  const without = tokensOfTurns(shares.bare)
  const withThought = tokensOfTurns(shares.full)
  const asked = whole.filter((share) => !('turn' in share) || share.turn >= out)
  return {
    use: contextUse(asked, budget.contextTokens),
    roomForHistory: roomForHistory(whole, budget),
    turns: answers.map((answer, turn) => {
      const [plain = 0, thoughtful = 0] = [without[turn], withThought[turn]]
      return {
        answer,
        question: bare.turns[turn]?.question ?? '',
        tokens: keeps[turn] === true ? thoughtful : plain,
        thoughtTokens: thoughtful - plain,
        isLeftOut: turn < out,
      }
    }),
  }
}

const hasThought = (answer: Answer): boolean => textOf(answer, 'reasoning').trim() !== ''

/** Why turns are left out, in figures; undefined where all are asked along. */
export function describeLeftOut({ turns, roomForHistory: room }: NextQuestion): string | undefined {
  const out = turns.filter(({ isLeftOut }) => isLeftOut)
  if (out.length === 0) return undefined
  const all = turns.reduce((sum, { tokens }) => sum + tokens, 0)
  const which = out.length === 1 ? 'The oldest turn is' : `The ${out.length} oldest turns are`
  const has = turns.length === 1 ? 'it has' : `all ${turns.length} turns together have`
  const fits =
    room > 0
      ? `there is room for ${formatCount(room)}`
      : 'the question and the reply need all the room'
  return `${which} left out of the prompt: ${has} ${formatCount(all)} tokens, and ${fits}.`
}
