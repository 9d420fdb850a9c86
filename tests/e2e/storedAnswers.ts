import type { Page } from '@playwright/test'

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
