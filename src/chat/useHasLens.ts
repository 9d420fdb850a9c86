import { useSyncExternalStore } from 'react'

import type { LensStore } from './lensStore.ts'
import type { MessageId } from './message.ts'

/** Whether anything is known of a reply's tokens; never where the lens is off. */
export const useHasLens = (lenses: LensStore | undefined, answer: MessageId): boolean =>
  useSyncExternalStore(lenses?.subscribe ?? toNothing, () => {
    const known = lenses?.getState()
    return known !== undefined && (known.live.has(answer) || known.records.has(answer))
  })

const toNothing = (): (() => void) => () => undefined
