import * as v from 'valibot'

import type { ForeignChat, ForeignMessage } from './foreignChat.ts'

/** A number that may be seconds or milliseconds since 1970, or not there at all. */
const timeSchema = v.fallback(v.optional(v.pipe(v.number(), v.finite())), undefined)

/** Both apps keep pictures beside texts in a list; only the texts are taken. */
const contentSchema = v.pipe(
  v.union([v.string(), v.array(v.looseObject({ text: v.optional(v.string(), '') }))]),
  v.transform((content) =>
    typeof content === 'string' ? content : content.map(({ text }) => text).join('\n'),
  ),
)

/**
 * web-llm-chat, its main branch of 2025: "Export" as JSON gives `{messages: [{role, content}]}`, the first of
 * which is a system message that only says the topic.
 */
const webLlmChatSchema = v.object({
  messages: v.array(v.object({ role: v.string(), content: contentSchema })),
})

const openWebUiMessage = v.object({
  id: v.string(),
  parentId: v.fallback(v.nullish(v.string()), null),
  role: v.string(),
  content: v.fallback(contentSchema, ''),
  reasoning_content: v.fallback(v.optional(v.string()), undefined),
  model: v.fallback(v.optional(v.string()), undefined),
  timestamp: timeSchema,
})

/**
 * Open WebUI 0.3 to 0.6: "Export chats" gives a list of `{id, title, chat: {title, history: {messages: {<id>:
 * {id, parentId, role, content, model, timestamp}}, currentId}, messages}, created_at}`, times in seconds.
 * The chat's own menu gives a list of one, or in older versions only what stands in `chat`.
 */
const openWebUiChat = v.object({
  id: v.fallback(v.optional(v.string()), undefined),
  title: v.fallback(v.optional(v.string()), undefined),
  created_at: timeSchema,
  chat: v.object({
    title: v.fallback(v.optional(v.string()), undefined),
    history: v.object({
      messages: v.record(v.string(), v.unknown()),
      currentId: v.fallback(v.nullish(v.string()), null),
    }),
  }),
})

/** The chats of another app's file; undefined if it is none that is known. */
export function readOtherApp(value: unknown, now: number): readonly ForeignChat[] | undefined {
  const single = v.safeParse(webLlmChatSchema, value)
  const isTree = v.safeParse(v.looseObject({ history: v.looseObject({}) }), value).success
  if (single.success && !isTree) return [readWebLlmChat(single.output.messages, now)]
  const list = Array.isArray(value) ? value : isTree ? [{ chat: value }] : [value]
  const chats = list.flatMap((item) => {
    const parsed = v.safeParse(openWebUiChat, item)
    return parsed.success ? [readOpenWebUi(parsed.output, now)] : []
  })
  return chats.length === 0 ? undefined : chats.filter(({ messages }) => messages.length > 0)
}

function readWebLlmChat(
  messages: v.InferOutput<typeof webLlmChatSchema>['messages'],
  now: number,
): ForeignChat {
  const said = messages.filter(({ role }) => isRole(role))
  return {
    // It has no id: the same words are the same chat.
    name: `web-llm-chat ${JSON.stringify(said)}`,
    title: '',
    at: now,
    messages: said.flatMap(({ role, content }, at) =>
      isRole(role)
        ? [{ id: `${at}`, parent: at === 0 ? null : `${at - 1}`, role, text: content }]
        : [],
    ),
  }
}

function readOpenWebUi(found: v.InferOutput<typeof openWebUiChat>, now: number): ForeignChat {
  const { messages: raw, currentId } = found.chat.history
  const read = Object.values(raw).flatMap((message) => {
    const parsed = v.safeParse(openWebUiMessage, message)
    return parsed.success ? [parsed.output] : []
  })
  const byId = new Map(read.map((message) => [message.id, message]))
  /** A system message is none of ours: what followed it follows the one before it. */
  function parentOf(id: string | null | undefined): string | null {
    let message = byId.get(id ?? '')
    for (let steps = 0; message !== undefined && steps <= read.length; steps += 1) {
      if (isRole(message.role)) return message.id
      message = byId.get(message.parentId ?? '')
    }
    return null
  }
  const messages = read.flatMap((message): readonly ForeignMessage[] => {
    const { id, role, content, model, timestamp, parentId, reasoning_content: thought } = message
    if (!isRole(role)) return []
    const text = thought === undefined ? content : `<think>${thought}</think>${content}`
    return [{ id, parent: parentOf(parentId), role, text, model, at: toMilliseconds(timestamp) }]
  })
  const at = toMilliseconds(found.created_at) ?? messages[0]?.at ?? now
  return {
    name: `open-webui ${found.id ?? JSON.stringify(messages)}`,
    title: found.title ?? found.chat.title ?? '',
    at,
    messages,
    last: currentId ?? undefined,
  }
}

const isRole = (role: string): role is ForeignMessage['role'] =>
  role === 'user' || role === 'assistant'

/** No time of these apps in milliseconds is as small as one in seconds; nanoseconds were once used too. */
const toMilliseconds = (time: number | undefined): number | undefined => {
  if (time === undefined || time < 0) return undefined
  if (time > 1e17) return time / 1e6
  return time < 1e11 ? time * 1000 : time
}
