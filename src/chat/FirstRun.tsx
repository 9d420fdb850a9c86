import type { ReactNode } from 'react'

import styles from './FirstRun.module.css'

/** Questions that the embedded model can answer, each with a different kind of thought. */
const examples = [
  { question: 'What is 347 × 28?', note: 'multiplies digit by digit and checks itself' },
  { question: 'How many r are in strawberry?', note: 'spells the word out and counts' },
  { question: 'Which is larger, 9.11 or 9.9?', note: 'compares place by place' },
] as const

interface FirstRunProps {
  readonly onAsk: (question: string) => void
  readonly models: ReactNode
}

/** The empty chat: what this is, what stays here, and three things to try. */
export function FirstRun({ onAsk, models }: FirstRunProps): ReactNode {
  return (
    <div className={styles.firstRun}>
      <h2>Watch a model think</h2>
      <p>
        Ask something, and the thought grows in front of you before the answer comes. The model runs
        in this browser: your questions and its replies stay on this device.
      </p>
      <ul>
        {examples.map(({ question, note }) => (
          <li key={question}>
            <button onClick={() => onAsk(question)} type="button">
              <span>{question}</span>
              <small>{note}</small>
            </button>
          </li>
        ))}
      </ul>
      <p className={styles.honest}>
        What answers now is ponder-nano, a tiny model that came with the page. It does arithmetic,
        letters, sorting, weekdays and short word problems, and says so when it cannot help. It
        knows nothing else, and it can be wrong.
      </p>
      <div>{models}</div>
    </div>
  )
}
