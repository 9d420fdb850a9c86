import type { ReactNode } from 'react'
import { useStore } from 'zustand'

import type { ChatState } from './chatState.ts'
import type { ChatStore } from './chatStore.ts'
import { writtenElsewhere } from './describeEnding.ts'
import { describePhase } from './describePhase.ts'
import type { Answer, ChatId } from './message.ts'

interface StatusLineProps {
  readonly store: ChatStore
  readonly chatId: ChatId
  readonly last: Answer | undefined
}

/** Phases for screen readers: said once each, never tokens. */
export function StatusLine({ store, chatId, last }: StatusLineProps): ReactNode {
  // The words and not the reply: nothing is drawn for a token.
  const words = useStore(store, (state) => describeStatus(state, chatId, last))
  return <output className="visually-hidden">{words}</output>
}

function describeStatus(
  { live, watched, elsewhere }: ChatState,
  chatId: ChatId,
  last: Answer | undefined,
): string {
  const writing = live.get(chatId) ?? watched.get(chatId)
  if (writing !== undefined) return describePhase(writing)
  return last !== undefined && elsewhere.has(last.id) ? writtenElsewhere : describeEnd(last)
}

function describeEnd(last: Answer | undefined): string {
  if (last === undefined) return ''
  switch (last.ending.kind) {
    case 'stop':
      return 'Done'
    case 'stopped':
      return 'Stopped'
    case 'length':
      return 'Ended at the token limit'
    case 'context':
      return 'Out of room'
    case 'failed':
      return 'Failed'
    case 'open':
      return ''
  }
}
