import type { ChatSettings } from './chat.ts'
import type { MessageId } from './message.ts'

/** What a person has typed in a chat and not sent: the next question, and questions being edited. */
export interface Draft {
  readonly text: string
  readonly edits: ReadonlyMap<MessageId, string>
}

/** The new chat that nothing was asked in yet: what it is to be asked with, and what is typed in it. */
export interface Unsent extends ChatSettings {
  readonly text: string
}

export const noDraft: Draft = { text: '', edits: new Map() }

export const isEmptyDraft = ({ text, edits }: Draft): boolean => text === '' && edits.size === 0

/** The draft with a question's edit begun, changed, or with null given up. */
export function withEdit(draft: Draft, question: MessageId, text: string | null): Draft {
  const edits = new Map(draft.edits)
  if (text === null) edits.delete(question)
  else edits.set(question, text)
  return { ...draft, edits }
}
