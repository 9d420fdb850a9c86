import { textOf } from '../../chat/answer.ts'
import type { Chat } from '../../chat/chat.ts'
import type { Answer, Message } from '../../chat/message.ts'

/** What of a chat goes into a text for people: the branch that is open. */
export interface ChatToExport {
  readonly chat: Pick<Chat, 'title' | 'system'>
  readonly path: readonly Message[]
  readonly withThoughts: boolean
}

/** Markdown: what was written stays as it was written; a thought is a quotation. */
export function chatToMarkdown({ chat, path, withThoughts }: ChatToExport): string {
  const blocks = [`# ${oneLine(chat.title)}`]
  if (chat.system !== '') blocks.push('## System prompt', chat.system)
  for (const message of path)
    if (message.role === 'question') blocks.push('## Question', message.text)
    else {
      const { thought, answer } = wordsOf(message)
      blocks.push(`## Answer (${oneLine(message.model)})`)
      if (withThoughts && thought !== '')
        blocks.push('**Thought**', thought.replaceAll(/^/gm, '> ').replaceAll(/^> $/gm, '>'))
      blocks.push(answer, ...notesOf(message).map((note) => `*${note}*`))
    }
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

export const wordsOf = (answer: Answer): { readonly thought: string; readonly answer: string } => ({
  thought: textOf(answer, 'reasoning').trim(),
  answer: textOf(answer, 'answer').trim(),
})

/** What a reader should know of how an answer came to be. */
export function notesOf({ ending, figures }: Answer): readonly string[] {
  const notes: string[] = []
  if (ending.kind === 'failed' || ending.kind === 'open') notes.push('The answer broke off here.')
  if (ending.kind === 'stopped') notes.push('The answer was stopped here.')
  if (ending.kind === 'length' || ending.kind === 'context')
    notes.push('The answer had no more room here.')
  if (figures !== null)
    notes.push(
      `${figures.reasoningTokens} tokens of thought, ${figures.answerTokens} of the answer.`,
    )
  return notes
}
