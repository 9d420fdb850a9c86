import type { Ending } from './message.ts'

const another = 'Another tab of this browser is writing this reply.'

export const writtenElsewhere = `${another} It appears here when it has ended.`

/** Of one that is seen as it grows. */
export const watchedHere = another

/** How a reply ended, if not by itself: what happened, and what to do. An empty one has nothing to keep. */
export function describeEnding(
  ending: Ending,
  isInterrupted: boolean,
  isEmpty = false,
): string | undefined {
  if (isInterrupted) return 'Interrupted when the app closed. Continue goes on from here.'
  switch (ending.kind) {
    case 'stop':
    case 'open':
      return undefined
    case 'stopped':
      return 'Stopped. Continue goes on from here.'
    case 'length':
      return 'Ended at the token limit of this chat. Continue goes on from here.'
    case 'context':
      return isEmpty
        ? 'The question does not fit into the context. It is kept as it is.'
        : 'The context is full. All that was written is kept.'
    case 'failed':
      if (isEmpty) return `No reply came: ${ending.error}. Continue asks again.`
      return `It broke off: ${ending.error}. What was written is kept. Continue goes on from here.`
  }
}
