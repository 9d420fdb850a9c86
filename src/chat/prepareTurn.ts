import type { Engine, EngineError, ModelId } from '../engine/engine.ts'
import { describeFailure } from '../engine/engineWords.ts'
import { findTemplate } from '../engine/template/findTemplate.ts'
import { chatToPrompt } from './chatToPrompt.ts'
import { countTurnsToLeaveOut } from './contextBudget.ts'
import type { Answer, Ending, Message, Part } from './message.ts'
import type { RunTurnDeps } from './runTurn.ts'
import { stopped, untilStopped } from './untilStopped.ts'

/**
 * What a reply without a thought begins with: its template's empty thought, byte for byte. Stored like the rest
 * of the reply, it makes continuing such a reply the same call as any other.
 */
export function firstParts({ thinking, template }: Answer): readonly Part[] {
  if (thinking.kind !== 'skip') return []
  const { reasoning, answer } = findTemplate(template).emptyThought
  return [
    { kind: 'reasoning', text: reasoning, marks: [] },
    { kind: 'answer', text: answer, marks: [] },
  ]
}

/** Nothing once the model is ready. Stopping ends the wait at once; the load goes on for the next turn. */
export async function waitForModel(
  engine: Engine,
  model: ModelId,
  signal: AbortSignal,
): Promise<Ending | undefined> {
  const loaded = await untilStopped(engine.load(model, {}, new AbortController().signal), signal)
  if (loaded === stopped) return { kind: 'stopped' }
  const state = engine.getState()
  return state.status === 'failed' ? failed(state.error) : undefined
}

/** The answer, told how many of the oldest turns its prompt leaves out; never fewer than it did before. */
export async function fitToContext(
  { engine, contextOf }: Pick<RunTurnDeps, 'engine' | 'contextOf'>,
  path: readonly Message[],
  answer: Answer,
): Promise<Answer> {
  const whole = chatToPrompt(path, { ...answer, leftOut: 0 })
  if (whole.turns.length === 0) return answer
  // Null when another model takes this one's place just now: then the engine says what there is to say.
  const shares = await engine.measurePrompt(whole)
  const { maxTokens } = answer.sampling
  const budget = { contextTokens: contextOf(answer.model), maxTokens }
  const needed = shares === null ? 0 : countTurnsToLeaveOut(shares, budget)
  return { ...answer, leftOut: Math.max(answer.leftOut, needed) }
}

/** A failure of the engine's, as a reply ends with it. */
export function failed(error: EngineError): Ending {
  const { title } = describeFailure(error)
  // It stands in the middle of a sentence.
  const detail = error.detail.replace(/\.$/, '')
  return { kind: 'failed', error: detail === '' ? title : `${title} (${detail})` }
}
