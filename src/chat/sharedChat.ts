import * as v from 'valibot'

import { describeHidden, writeOutAll } from '../lib/foreignText.ts'
import { packJson, unpackJson } from '../lib/packedJson.ts'
import { describeUnpacked } from '../presets/presetLink.ts'
import type { SharedChat } from './sharedTurns.ts'

export type ReadSharedChat =
  | { readonly kind: 'read'; readonly shared: SharedChat; readonly notes: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string }

const text = v.pipe(v.string(), v.maxLength(1_000_000))

/** Version 1, for ever. A question may stand last without an answer. */
const sharedSchema: v.GenericSchema<unknown, SharedChat> = v.object({
  title: v.pipe(v.string(), v.maxLength(300)),
  turns: v.pipe(
    v.array(
      v.object({
        question: text,
        thought: v.optional(text, ''),
        answer: v.optional(text, ''),
        model: v.optional(v.pipe(v.string(), v.maxLength(200)), ''),
        isWhole: v.optional(v.boolean(), true),
      }),
    ),
    v.minLength(1),
    v.maxLength(1000),
  ),
})

const fileSchema = v.object({
  ponder: v.literal('chat'),
  v: v.pipe(v.number(), v.integer(), v.minValue(1)),
  chat: v.unknown(),
})

/** Read-only, behind #: no server is sent it. */
export const sharedToFragment = async (shared: SharedChat): Promise<string> =>
  `#t=${await packJson(shared)}`

export const sharedToFile = (shared: SharedChat): string =>
  `${JSON.stringify({ ponder: 'chat', v: 1, chat: shared }, null, 2)}\n`

/** The door for a chat from elsewhere: any value gives an answer, none throws. */
export function readShared(value: unknown): ReadSharedChat {
  const parsed = v.safeParse(sharedSchema, value)
  if (!parsed.success) return { kind: 'refused', reason: 'It holds no chat that can be read.' }
  const shared = writeOutAll(parsed.output)
  return { kind: 'read', shared, notes: describeHidden(parsed.output, shared) }
}

/** The chat of what stands behind `#t=`. */
export async function readSharedLink(packed: string): Promise<ReadSharedChat> {
  const unpacked = await unpackJson(packed)
  if (unpacked.kind !== 'unpacked') return { kind: 'refused', reason: describeUnpacked(unpacked) }
  return readShared(unpacked.value)
}

/** The chat of a file's JSON; undefined if it is a file of something else. */
export function readSharedFile(value: unknown): ReadSharedChat | undefined {
  const parsed = v.safeParse(fileSchema, value)
  if (!parsed.success) return undefined
  if (parsed.output.v === 1) return readShared(parsed.output.chat)
  return {
    kind: 'refused',
    reason: 'The file was made by a newer version of Ponder. Reload this page to get that version.',
  }
}
