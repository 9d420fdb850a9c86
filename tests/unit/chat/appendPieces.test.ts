import { expect, test } from 'vitest'

import { appendPieces } from '../../../src/chat/appendPieces.ts'
import { part } from '../../fakes/conversations.ts'

const thought = part('reasoning', 'Well')

test('a piece of the last part lengthens it', () => {
  expect(appendPieces([thought], [{ kind: 'reasoning', text: ', two' }])).toEqual([
    part('reasoning', 'Well, two'),
  ])
})

test('a piece of the other kind begins a part, also without text', () => {
  expect(appendPieces([thought], [{ kind: 'answer', text: '' }])).toEqual([
    thought,
    part('answer', ''),
  ])
})

test('marks stay where they are while a part grows', () => {
  const marked = { ...thought, marks: [{ kind: 'stopped', at: 4 }] as const }
  const [grown] = appendPieces([marked], [{ kind: 'reasoning', text: '!' }])
  expect(grown).toEqual({ ...marked, text: 'Well!' })
})

test('parts that were given are never changed in place', () => {
  const parts = [thought]
  expect(appendPieces(parts, [{ kind: 'reasoning', text: '!' }])).not.toBe(parts)
  expect(parts).toEqual([part('reasoning', 'Well')])
  expect(thought.text).toBe('Well')
})

test('without pieces the parts are the same ones', () => {
  const parts = [thought]
  expect(appendPieces(parts, [])).toBe(parts)
})
