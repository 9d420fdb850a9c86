import type { Page } from '@playwright/test'

import { textOf } from '../../src/chat/answer.ts'
import type { Answer } from '../../src/chat/message.ts'
import { readRecords } from './storedRecords.ts'

/** The answers on disk, oldest first. */
export async function storedAnswers(page: Page): Promise<readonly Answer[]> {
  const records = Object.entries(await readRecords(page))
  return records
    .flatMap(([key, value]) => (key.startsWith('message/') ? [value as Answer] : []))
    .filter(({ role }) => role === 'answer')
    .toSorted((one, other) => one.createdAt - other.createdAt)
}

/** Thought or answer of a reply on disk, to the character; of the newest, or by its place. Without one: nothing. */
export async function storedText(
  page: Page,
  kind: 'reasoning' | 'answer',
  from = -1,
): Promise<string> {
  const answer = (await storedAnswers(page)).at(from)
  return answer === undefined ? '' : textOf(answer, kind)
}
