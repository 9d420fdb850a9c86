import { expect, test } from 'vitest'

import { chatSizes } from '../../../../src/storage/backup/chatSizes.ts'

test('a chat takes the bytes of its own record and of all that belongs to it', () => {
  const sizes = chatSizes([
    { key: 'chat/a', value: { title: 'Eins' } },
    { key: 'message/a/1', value: 'ä' },
    { key: 'lens/a/1', value: [1] },
    { key: 'chat/b', value: {} },
    { key: 'settings', value: {} },
  ])
  expect(sizes).toEqual(
    new Map([
      ['a', '{"title":"Eins"}'.length + 4 + '[1]'.length],
      ['b', 2],
    ]),
  )
})

test('a damaged record that no JSON can hold takes no other chat’s size away', () => {
  const circle: Record<string, unknown> = { number: 1n }
  circle['self'] = circle
  const sizes = chatSizes([
    { key: 'broken/message/a/1', value: circle },
    { key: 'chat/a', value: {} },
  ])
  expect(sizes.get('a')).toBe(2)
})
