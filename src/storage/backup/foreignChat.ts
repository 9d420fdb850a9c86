import { createChat, type ChatSettings } from '../../chat/chat.ts'
import { cleanTitle, titleFrom, untitled } from '../../chat/chatTitle.ts'
import type { Answer, Message, Part } from '../../chat/message.ts'
import { writeOutHidden } from '../../lib/foreignText.ts'
import { createReasoningParser } from '../../reasoning/reasoningParser.ts'
import { newIdOf } from './copyChat.ts'
import type { LibraryChat } from './library.ts'

/** A message of another app; its parent is the message before it. */
export interface ForeignMessage {
  readonly id: string
  readonly parent: string | null
  readonly role: 'user' | 'assistant'
  readonly text: string
  /** Milliseconds since 1970, where the app tells. */
  readonly at?: number | undefined
  readonly model?: string | undefined
}

/** A chat of another app, on the way to become one of ours. */
export interface ForeignChat {
  /** Told apart from others by this: the same chat imported twice is the same chat. */
  readonly name: string
  readonly title: string
  readonly at: number
  readonly messages: readonly ForeignMessage[]
  /** The newest message of the branch that was open. */
  readonly last?: string | undefined
}

/** With new ids made from its own, so that importing it again adds nothing. */
export async function fromForeign(
  { name, title, at, messages, last }: ForeignChat,
  own: ChatSettings,
): Promise<LibraryChat> {
  const newId = (id: string): Promise<string> => newIdOf(name, id)
  const chatId = await newId('chat')
  const made = new Map<string, Message>()
  /** Where a message of the other app ended up. */
  const places = new Map<string, { readonly id: string; readonly role: Message['role'] }>()
  let time = at
  const answerBase = {
    role: 'answer',
    template: '',
    system: '',
    sampling: own.sampling,
    thinking: own.thinking,
    leftOut: 0,
    figures: null,
  } as const
  for (const message of parentsFirst(messages)) {
    time = Math.max(time + 1, message.at ?? 0)
    const before = message.parent === null ? undefined : places.get(message.parent)
    const id = await newId(message.id)
    const base = { id, chatId, createdAt: time }
    const gapId = await newId(`before ${message.id}`)
    const gap = { id: gapId, chatId, createdAt: time - 0.5 }
    if (message.role === 'user') {
      // Two questions in a row: an empty answer stands between them.
      if (before?.role === 'question')
        made.set(gapId, {
          ...answerBase,
          ...gap,
          parent: before.id,
          model: own.model,
          parts: [],
          ending: { kind: 'stopped' },
        })
      const parent = before?.role === 'question' ? gapId : (before?.id ?? null)
      made.set(id, { ...base, role: 'question', parent, text: writeOutHidden(message.text) })
      places.set(message.id, { id, role: 'question' })
      continue
    }
    // An answer to nothing, as a greeting is: its question is empty.
    if (before?.role !== 'question')
      made.set(gapId, { ...gap, role: 'question', parent: before?.id ?? null, text: '' })
    const answer: Answer = {
      ...answerBase,
      ...base,
      parent: before?.role === 'question' ? before.id : gapId,
      model: message.model === undefined || message.model === '' ? own.model : message.model,
      parts: splitReply(message.text),
      ending: { kind: 'stop' },
    }
    made.set(id, answer)
    places.set(message.id, { id, role: 'answer' })
  }
  const first = [...made.values()].find((message) => message.role === 'question')
  const chosen = new Map<string | null, string>()
  const open = last === undefined ? undefined : places.get(last)
  for (let next = made.get(open?.id ?? ''); next !== undefined; next = made.get(next.parent ?? ''))
    chosen.set(next.parent, next.id)
  const named = cleanTitle(writeOutHidden(title)).slice(0, 300)
  return {
    chat: {
      ...createChat(chatId, at, own),
      title: named === '' ? (first === undefined ? untitled : titleFrom(first.text)) : named,
      titledBy: named === '' ? 'question' : 'person',
      updatedAt: time,
      chosen,
    },
    messages: made,
    draft: null,
    sides: [],
  }
}

/** In an order in which each comes after the one it follows; what follows nothing that is there comes first. */
function parentsFirst(messages: readonly ForeignMessage[]): readonly ForeignMessage[] {
  const byParent = new Map<string | null, ForeignMessage[]>()
  const ids = new Set(messages.map(({ id }) => id))
  for (const message of messages) {
    const parent = message.parent !== null && ids.has(message.parent) ? message.parent : null
    const siblings = byParent.get(parent)
    if (siblings === undefined) byParent.set(parent, [{ ...message, parent }])
    else siblings.push({ ...message, parent })
  }
  const found = [...(byParent.get(null) ?? [])]
  for (const message of found) found.push(...(byParent.get(message.id) ?? []))
  // Those that lead back to themselves are left: each begins a branch of its own.
  const seen = new Set(found.map(({ id }) => id))
  return [
    ...found,
    ...messages.filter(({ id }) => !seen.has(id)).map((message) => ({ ...message, parent: null })),
  ]
}

/** Open WebUI keeps a thought as an HTML element with its lines quoted (0.5 and later). */
const details =
  /^\s*<details type="reasoning"[^>]*>\s*(?:<summary>[^<]*<\/summary>)?([\s\S]*?)<\/details>\s*/

/** Thought and answer of a reply, by either of the ways in which apps write a thought into the text. */
export function splitReply(text: string): readonly Part[] {
  const shown = writeOutHidden(text)
  const [element, quoted] = details.exec(shown) ?? []
  const thought =
    quoted === undefined ? '' : unescape(quoted.trim().replaceAll(/^(?:>|&gt;) ?/gm, ''))
  const rest = element === undefined ? shown : shown.slice(element.length)
  // Without an opening tag, as R1's template leaves it out, all before the closing one is thought.
  const isOpened = /^\s*<think>/.test(rest)
  const close = rest.indexOf('</think>')
  const isHeadless = !isOpened && close !== -1 && !rest.slice(0, close).includes('<think>')
  const parser = createReasoningParser(isHeadless ? 'reasoning' : 'answer')
  const parts: { kind: Part['kind']; text: string }[] = []
  if (thought !== '') parts.push({ kind: 'reasoning', text: thought })
  for (const piece of [...parser.push(rest), ...parser.flush()]) {
    const previous = parts.at(-1)
    if (previous?.kind === piece.kind) previous.text += piece.text
    else if (piece.text.trim() !== '') parts.push({ ...piece })
  }
  return parts
    .map(({ kind, text: words }) => ({ kind, text: words.trim(), marks: [] }))
    .filter((part) => part.text !== '')
}

const unescape = (text: string): string =>
  text
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&quot;', '"')
    .replaceAll(/&#(?:39|x27);/g, "'")
    .replaceAll('&amp;', '&')
