import { expect, test } from 'vitest'

import type { EngineEvent } from '../../../src/engine/engine.ts'
import { createTokenBatch, type TokenBatch } from '../../../src/engine/worker/tokenBatch.ts'

function start(): {
  readonly batch: TokenBatch
  readonly sent: EngineEvent[]
  /** Adds one token a text, a millisecond apart. */
  readonly write: (...texts: readonly string[]) => void
} {
  const sent: EngineEvent[] = []
  let ms = 1000
  let id = 0
  const batch = createTokenBatch(
    (event) => sent.push(event),
    () => ms,
    1000,
    40,
  )
  const write = (...texts: readonly string[]): void => {
    for (const text of texts) {
      ms += 1
      id += 1
      batch.add(id, text)
    }
  }
  return { batch, sent, write }
}

const textsOf = (sent: readonly EngineEvent[]): readonly string[] =>
  sent.map((event) => (event.type === 'tokens' ? event.text : event.type))

test('the first token goes out at once', () => {
  const { sent, write } = start()
  write('So', ' it')
  expect(sent).toEqual([{ type: 'tokens', text: 'So', ids: [1], at: [1] }])
})

test('the next ones go out together, one message an interval, each with its own time', () => {
  const { sent, write } = start()
  write(...Array.from({ length: 121 }, () => 'x'))
  expect(textsOf(sent).map((text) => text.length)).toEqual([1, 40, 40, 40])
  expect(sent[1]).toMatchObject({ ids: Array.from({ length: 40 }, (_, at) => at + 2) })
  expect(sent[1]).toMatchObject({ at: Array.from({ length: 40 }, (_, at) => at + 2) })
})

test('flushing sends what has gathered, and nothing a second time', () => {
  const { batch, sent, write } = start()
  write('a', 'b', 'c')
  batch.flush()
  batch.flush()
  expect(textsOf(sent)).toEqual(['a', 'bc'])
})

test('a token without text of its own is still counted', () => {
  const { batch, sent, write } = start()
  write('a', '', '')
  batch.flush()
  expect(sent[1]).toEqual({ type: 'tokens', text: '', ids: [2, 3], at: [2, 3] })
})

test('the token that closes the thought travels alone', () => {
  const { batch, sent, write } = start()
  write('a', 'b', 'c', '</think>', '\n\n', '4')
  batch.flush()
  expect(textsOf(sent)).toEqual(['a', 'bc', '</think>', '\n\n4'])
})

test('a tag that several tokens spell is closed by its last', () => {
  const { batch, sent, write } = start()
  write('a', 'b', '</', 'think', '>', '4', '5')
  batch.flush()
  expect(textsOf(sent)).toEqual(['a', 'b</think', '>', '45'])
})

test('the tag is found once: text after it gathers again', () => {
  const { batch, sent, write } = start()
  write('</think>', 'a', 'b', 'c', '</', 'thin', 'g>', 'd')
  batch.flush()
  expect(textsOf(sent)).toEqual(['</think>', 'abc</thing>d'])
})
