import type { ReactNode } from 'react'
import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'

import { textOf } from './answer.ts'
import { partsUpTo, partsWithAnswer, partsWithThought, type Place } from './beginnings.ts'
import { BranchPicker } from './BranchPicker.tsx'
import { selectChat, selectDraft } from './chatState.ts'
import type { ChatStore } from './chatStore.ts'
import type { Answer } from './message.ts'
import { ReplyEditor } from './ReplyEditor.tsx'
import { closeThought } from './steerAnswer.ts'
import type { Tool } from './SteerMenu.tsx'

/** With the library that compares texts: loaded when it is first asked for. */
const CompareVersions = lazy(async () => ({
  default: (await import('./CompareVersions.tsx')).CompareVersions,
}))

interface ReplyToolProps {
  readonly tool: Tool
  readonly answer: Answer
  readonly store: ChatStore
  readonly busy: boolean
  readonly onClose: () => void
}

/** The tool that was chosen for a reply. What is typed in it survives another chat and a reload. */
export function ReplyTool({ tool, answer, store, busy, onClose }: ReplyToolProps): ReactNode {
  const { id, chatId } = answer
  const draft = useStore(store, selectDraft(chatId))
  const draftId = `${tool}-${id}`

  const isGreedy = useStore(store, (state) => selectChat(chatId)(state)?.sampling.temperature === 0)

  const branch = (place: Place, temperature?: number): void => {
    const start = { parts: partsUpTo(answer, place), isFresh: true, temperature }
    if (store.branch(chatId, id, start)) onClose()
  }
  function goOn(text: string, next: 'think' | 'answer'): void {
    const written =
      tool === 'thought' ? partsWithThought(answer, text) : partsWithAnswer(answer, text)
    const parts =
      tool === 'thought' && next === 'answer'
        ? closeThought({ ...answer, parts: written }, 'answer now').parts
        : written
    if (!store.branch(chatId, id, { parts })) return
    store.writeEdit(chatId, draftId, null)
    onClose()
  }

  switch (tool) {
    case 'branch':
      return (
        <BranchPicker
          answer={answer}
          busy={busy}
          isGreedy={isGreedy}
          onBranch={branch}
          onCancel={onClose}
        />
      )
    case 'compare':
      return (
        <Suspense>
          <CompareVersions answer={answer} onClose={onClose} store={store} />
        </Suspense>
      )
    case 'thought':
    case 'answer': {
      const whole =
        tool === 'thought' ? textOf(answer, 'reasoning') : textOf(answer, 'answer').trimStart()
      const text = draft.edits.get(draftId) ?? whole
      return (
        <ReplyEditor
          busy={busy}
          kind={tool}
          onCancel={() => {
            store.writeEdit(chatId, draftId, null)
            onClose()
          }}
          onGoOn={(next) => goOn(text, next)}
          onType={(typed) => store.writeEdit(chatId, draftId, typed)}
          text={text}
        />
      )
    }
  }
}
