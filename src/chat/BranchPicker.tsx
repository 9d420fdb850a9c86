import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { useEffect, useMemo, useRef, useState } from 'react'

import { r1Sampling } from '../engine/engine.ts'
import { Button } from '../ui/Button.tsx'
import { textOf } from './answer.ts'
import type { Place } from './beginnings.ts'
import type { Answer, Part } from './message.ts'
import { placeUnder } from './placeUnder.ts'
import editor from './ReplyEditor.module.css'
import { wordAt, wordInLine, wordsOf, type ReplyWord } from './replyWords.ts'

interface BranchPickerProps {
  readonly answer: Answer
  readonly busy: boolean
  /** The chat draws the likeliest token each time: what follows would be the same again. */
  readonly isGreedy: boolean
  readonly onBranch: (place: Place, temperature?: number) => void
  readonly onCancel: () => void
}

/**
 * A reply in which a word is chosen, by a click or with the arrow keys: it and all before it stays, and the
 * model goes on differently from there. Three runs of text, however many words there are.
 */
export function BranchPicker(props: BranchPickerProps): ReactNode {
  const { answer, busy, isGreedy, onBranch, onCancel } = props
  const words = useMemo(() => wordsOf(answer), [answer])
  const [index, setIndex] = useState(words.length - 1)
  const box = useRef<HTMLDivElement>(null)
  const word = words[index]
  useEffect(() => {
    box.current?.focus()
  }, [])
  useEffect(() => {
    if (word !== undefined) box.current?.querySelector('mark')?.scrollIntoView({ block: 'nearest' })
  }, [word])

  function move(event: KeyboardEvent): void {
    const next = stepFor(event.key, answer, words, index)
    if (event.key === 'Escape') onCancel()
    else if (event.key === 'Enter' && word !== undefined && !busy) branch(word)
    else if (next !== undefined) setIndex(Math.max(0, Math.min(words.length - 1, next)))
    else return
    event.preventDefault()
  }

  function choose(event: MouseEvent): void {
    const place = placeUnder(event)
    if (place !== undefined) setIndex(wordAt(words, place))
  }

  const branch = ({ kind, to }: ReplyWord, isSame = false): void =>
    onBranch({ kind, at: to }, isGreedy && !isSame ? r1Sampling.temperature : undefined)
  return (
    <div className={editor.picker}>
      <p>
        Choose the last word that stays: click it, or use the arrow keys. The model goes on from
        there, in a new version.
        {isGreedy
          ? ' This chat draws at temperature 0, always the likeliest token: with nothing else changed, the same words would follow.'
          : ''}
      </p>
      {/* A slider through the words, with its own keys: an input holds no text to click in. */}
      <div
        aria-label="Branch from here"
        aria-valuemax={words.length}
        aria-valuemin={1}
        aria-valuenow={index + 1}
        aria-valuetext={describeWord(answer, word)}
        className={editor.words}
        onClick={choose}
        onKeyDown={move}
        ref={box}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="slider"
        tabIndex={0}
      >
        <Text chosen={word} kind="reasoning" text={textOf(answer, 'reasoning')} />
        {textOf(answer, 'answer') === '' ? null : (
          <>
            <span className={editor.border} />
            <Text chosen={word} kind="answer" text={textOf(answer, 'answer')} />
          </>
        )}
      </div>
      <div>
        <Button onClick={onCancel} size="s">
          Cancel
        </Button>
        {isGreedy ? (
          <Button
            disabled={busy || word === undefined}
            onClick={() => word && branch(word, true)}
            size="s"
          >
            Go on at temperature 0
          </Button>
        ) : null}
        <Button
          disabled={busy || word === undefined}
          kind="primary"
          onClick={() => word && branch(word)}
          size="s"
        >
          {isGreedy ? `Go on at temperature ${r1Sampling.temperature}` : 'Go on from here'}
        </Button>
      </div>
    </div>
  )
}

interface TextProps {
  readonly kind: Part['kind']
  readonly text: string
  readonly chosen: ReplyWord | undefined
}

/** What stays, the chosen word, and what goes. Offsets are those of the text, for clicks. */
function Text({ kind, text, chosen }: TextProps): ReactNode {
  const isHere = chosen?.kind === kind
  // White space around it would only move it about.
  const first = text.length - text.trimStart().length
  const from = isHere ? chosen.from : kind === 'answer' ? first : text.length
  const to = isHere ? chosen.to : from
  return (
    <span>
      <span data-from={first} data-kind={kind}>
        {text.slice(first, from)}
      </span>
      {isHere ? (
        <mark data-from={from} data-kind={kind}>
          {text.slice(from, to)}
        </mark>
      ) : null}
      <span className={editor.rest} data-from={to} data-kind={kind}>
        {text.slice(to).trimEnd()}
      </span>
    </span>
  )
}

function stepFor(
  key: string,
  answer: Answer,
  words: readonly ReplyWord[],
  index: number,
): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return index - 1
    case 'ArrowRight':
      return index + 1
    case 'ArrowUp':
      return wordInLine(answer, words, index, -1)
    case 'ArrowDown':
      return wordInLine(answer, words, index, 1)
    case 'Home':
      return 0
    case 'End':
      return words.length - 1
    default:
      return undefined
  }
}

/** Said with a few words before it: the same word may stand in many places. */
function describeWord(answer: Answer, word: ReplyWord | undefined): string {
  if (word === undefined) return 'no words'
  const part = word.kind === 'reasoning' ? 'thought' : 'answer'
  return `${textOf(answer, word.kind).slice(Math.max(0, word.to - 40), word.to)}, in the ${part}`
}
