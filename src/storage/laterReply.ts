import { furtherAnswer } from '../chat/mergeMessages.ts'
import type { Answer } from '../chat/message.ts'

/**
 * Of a stored and a journalled state of one reply the later. Message and journal are written side by side, and
 * either may be ahead: the journal by what the last save has not seen, the message where the journal could not
 * be written or where a segment has ended and words were put after it.
 */
export const laterReply = (stored: Answer, journalled: Answer): Answer =>
  furtherAnswer(stored, journalled)
