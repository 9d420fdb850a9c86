import fc from 'fast-check'
import { expect, test } from 'vitest'

import { mergeFields } from '../../../src/storage/tabs/mergeFields.ts'

const chat = {
  v: 1,
  title: 'New chat',
  titledBy: 'question',
  updatedAt: 5,
  system: '',
  sampling: { temperature: 0.6, topP: 0.95, maxTokens: 100 },
  chosen: [[null, 'q1']],
}

test('what two tabs changed in different fields holds, in the fields of fields too', () => {
  const mine = { ...chat, system: 'Be brief.', sampling: { ...chat.sampling, topP: 0.5 } }
  const theirs = { ...chat, updatedAt: 9, sampling: { ...chat.sampling, temperature: 0 } }
  expect(mergeFields('chat', chat, mine, theirs)).toEqual({
    ...chat,
    updatedAt: 9,
    system: 'Be brief.',
    sampling: { temperature: 0, topP: 0.5, maxTokens: 100 },
  })
})

test('branches chosen in two tabs are both chosen', () => {
  const mine = {
    ...chat,
    chosen: [
      [null, 'q1'],
      ['q1', 'a2'],
    ],
  }
  const theirs = { ...chat, chosen: [[null, 'q2']] }
  expect(mergeFields('chat', chat, mine, theirs)['chosen']).toEqual([
    [null, 'q2'],
    ['q1', 'a2'],
  ])
})

test('a title that a person gave is not replaced by one from a question, whoever is last', () => {
  const person = { ...chat, title: 'Sums', titledBy: 'person' }
  const question = { ...chat, title: 'What is 2 + 3?' }
  for (const [mine, theirs] of [
    [person, question],
    [question, person],
  ] as const)
    expect(mergeFields('chat', chat, mine, theirs)).toMatchObject({
      title: 'Sums',
      titledBy: 'person',
    })
})

test('a thinking budget stays whole: its kind and tokens are never of two tabs', () => {
  const settings = { chat: { thinking: { kind: 'free' } } }
  const mine = { chat: { thinking: { kind: 'budget', tokens: 5 } } }
  const theirs = { chat: { thinking: { kind: 'skip' } } }
  expect(mergeFields('settings', settings, mine, theirs)).toEqual(mine)
})

test('whatever two tabs change, each change of a field that the other left alone is there', () => {
  const fields = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat(3))
  fc.assert(
    fc.property(fields, fields, fields, (base, mine, theirs) => {
      const merged = mergeFields('preset', base, mine, theirs)
      for (const key of ['a', 'b', 'c', 'd', 'e']) {
        const isMine = mine[key] !== base[key]
        expect(merged[key]).toBe(isMine ? mine[key] : theirs[key])
      }
    }),
  )
})
