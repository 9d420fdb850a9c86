import { useEffect, useState } from 'react'

import type { DeviceFacts } from '../../engine/catalogue/device.ts'
import type { Engine, PromptShare } from '../../engine/engine.ts'
import { chatToPrompt } from '../chatToPrompt.ts'
import type { Answer, Message } from '../message.ts'
import type { ContextRoom } from './contextRoom.ts'

/** What fills the context of a reply as it stands, and what this device is. */
export interface RoomFacts {
  readonly shares: readonly PromptShare[]
  readonly device: DeviceFacts
}

/** Undefined until they are found: only the reply's own model can count its tokens. */
export function useRoomFacts(
  engine: Engine,
  context: ContextRoom,
  path: readonly Message[],
  answer: Answer,
  canCount: boolean,
): RoomFacts | undefined {
  const [facts, setFacts] = useState<RoomFacts>()
  useEffect(() => {
    if (!canCount) return undefined
    let isCurrent = true
    const look = async (): Promise<void> => {
      const [shares, device] = await Promise.all([
        engine.measurePrompt(chatToPrompt(path, answer)),
        context.probe(),
      ])
      if (isCurrent && shares !== null) setFacts({ shares, device })
    }
    // The engine says itself when it breaks; the ways on come with the next one.
    look().catch(() => undefined)
    return () => {
      isCurrent = false
    }
  }, [engine, context, path, answer, canCount])
  return facts
}
