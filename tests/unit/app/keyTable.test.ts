import { expect, test } from 'vitest'

import { actionOf, keyTable } from '../../../src/app/keys/keyTable.ts'

const press = (key: string, more = {}): Parameters<typeof actionOf>[0] => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
  repeat: false,
  defaultPrevented: false,
  ...more,
})

test('each key of the app does what its row says, and no two rows share a key', () => {
  const own = keyTable.filter(({ action }) => action !== undefined)
  expect(own.map(({ keys }) => actionOf(press(keys[0] ?? '')))).toEqual(
    own.map(({ action }) => action),
  )
  expect(new Set(own.map(({ keys }) => keys[0])).size).toBe(own.length)
})

test('a key with a modifier is the browser’s, one in composition the input method’s', () => {
  for (const more of [
    { ctrlKey: true },
    { altKey: true },
    { metaKey: true },
    { isComposing: true },
    { repeat: true },
    { defaultPrevented: true },
  ])
    expect(actionOf(press('n', more))).toBeUndefined()
})

test('keys that belong to a place are not taken by the app', () => {
  expect(actionOf(press('Escape'))).toBeUndefined()
  expect(actionOf(press('Enter'))).toBeUndefined()
})
