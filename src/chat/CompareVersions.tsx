import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'

import { Dialog } from '../ui/Dialog.tsx'
import { textOf } from './answer.ts'
import { conversationOf } from './chatState.ts'
import type { ChatStore } from './chatStore.ts'
import styles from './CompareVersions.module.css'
import { compareTexts, type Stretch } from './compareTexts.ts'
import type { Answer, MessageId } from './message.ts'
import { childrenOf } from './messageTree.ts'

interface CompareVersionsProps {
  readonly answer: Answer
  readonly store: ChatStore
  readonly onClose: () => void
}

/** Two versions of a reply side by side: what only one of them has is marked. */
export function CompareVersions({ answer, store, onClose }: CompareVersionsProps): ReactNode {
  const tree = useStore(store, (state) => conversationOf(state, answer.chatId)?.tree)
  const versions =
    tree === undefined
      ? []
      : childrenOf(tree, answer.parent).filter((message) => message.role === 'answer')
  const at = versions.findIndex(({ id }) => id === answer.id)
  const [chosen, setChosen] = useState<MessageId>(
    versions[at - 1]?.id ?? versions[at + 1]?.id ?? '',
  )
  const other = versions.find(({ id }) => id === chosen)
  return (
    <Dialog onClose={onClose} title="Compare versions" wide>
      <label className={styles.choice}>
        Compare version {at + 1} with
        <select onChange={(event) => setChosen(event.target.value)} value={chosen}>
          {versions.map(({ id }, index) =>
            id === answer.id ? null : (
              <option key={id} value={id}>
                version {index + 1}
              </option>
            ),
          )}
        </select>
      </label>
      {other === undefined ? null : (
        <>
          <Compared kind="reasoning" name="Thought" one={other} other={answer} />
          <Compared kind="answer" name="Answer" one={other} other={answer} />
        </>
      )}
    </Dialog>
  )
}

interface ComparedProps {
  readonly name: string
  readonly kind: 'reasoning' | 'answer'
  readonly one: Answer
  readonly other: Answer
}

function Compared({ name, kind, one, other }: ComparedProps): ReactNode {
  const before = textOf(one, kind).trim()
  const after = textOf(other, kind).trim()
  const stretches = useMemo(() => compareTexts(before, after), [before, after])
  return (
    <section aria-label={name} className={styles.compared}>
      <h3>{name}</h3>
      <div>
        <Side label="The other version" side="one" stretches={stretches} />
        <Side label="This version" side="other" stretches={stretches} />
      </div>
    </section>
  )
}

interface SideProps {
  readonly label: string
  readonly side: 'one' | 'other'
  readonly stretches: readonly Stretch[]
}

function Side({ label, side, stretches }: SideProps): ReactNode {
  const shown = stretches.filter(({ kind }) => kind === 'same' || kind === side)
  const Mark = side === 'one' ? 'del' : 'ins'
  return (
    <div>
      <h4>{label}</h4>
      <p>
        {shown.map(({ kind, text }, index) =>
          kind === 'same' ? <span key={index}>{text}</span> : <Mark key={index}>{text}</Mark>,
        )}
      </p>
    </div>
  )
}
