import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { chatToFragment, fragmentToPlace } from '../../../src/app/address.ts'

const idArbitrary = fc.string({ unit: 'grapheme', minLength: 1 })

test('every chat is found again by its fragment', () => {
  fc.assert(
    fc.property(idArbitrary, (id) => {
      expect(fragmentToPlace(chatToFragment(id))).toEqual({ kind: 'chat', id })
    }),
  )
})

test('a fragment is the same after an address has held it', () => {
  fc.assert(
    fc.property(idArbitrary, (id) => {
      const fragment = chatToFragment(id)
      expect(new URL(fragment, 'https://a.example/ponder/').hash).toBe(fragment)
    }),
  )
})

const signs = ['#', 'chat', 'p', '=', '%', '%4', '&', '1.', '~', 'é', '😀', ' ', '\n', '\uD83D']

test('any fragment at all names something', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...signs) }), (text) => {
      expect(['new chat', 'chat', 'other']).toContain(fragmentToPlace(text).kind)
    }),
  )
})

test.each([
  ['', { kind: 'new chat' }],
  ['#', { kind: 'new chat' }],
  ['#chat=6f1c-2b7e', { kind: 'chat', id: '6f1c-2b7e' }],
  ['#p=1.eyJ=', { kind: 'other', name: 'p', value: '1.eyJ=' }],
  ['#chat=', { kind: 'other', name: 'chat', value: '' }],
  ['#chat=%E0%A4%A', { kind: 'other', name: 'chat', value: '%E0%A4%A' }],
  ['#chats=a', { kind: 'other', name: 'chats', value: 'a' }],
  ['#heading', { kind: 'other', name: 'heading', value: '' }],
] as const)('%s', (fragment, place) => {
  expect(fragmentToPlace(fragment)).toEqual(place)
})
