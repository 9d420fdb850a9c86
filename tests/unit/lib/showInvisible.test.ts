import { expect, test } from 'vitest'

import { showInvisible } from '../../../src/lib/showInvisible.ts'

test('what is not seen is shown by its number', () => {
  expect(showInvisible('a\u202Eb\u{E0041}\u0007')).toBe('a⟨U+202E⟩b⟨U+E0041⟩⟨U+0007⟩')
  expect(showInvisible('pay\u200Bpal\uFEFF\u2066\u00AD')).toBe(
    'pay⟨U+200B⟩pal⟨U+FEFF⟩⟨U+2066⟩⟨U+00AD⟩',
  )
})

test('bytes hidden in selectors are shown, behind a letter and behind an emoji', () => {
  expect(showInvisible('a\u{E0158}\u{E0159}')).toBe('a⟨U+E0158⟩⟨U+E0159⟩')
  expect(showInvisible('😀\u{E0158}')).toBe('😀⟨U+E0158⟩')
  expect(showInvisible('a\u200C\u200D\u200D')).toBe('a⟨U+200C⟩⟨U+200D⟩⟨U+200D⟩')
})

test.each([
  'line\nnext\ttab ✓ 你好 😀',
  'می\u200Cخواهم',
  'क्\u200Dष',
  '👩\u200D👩\u200D👧 ❤️',
  '辻\u{E0100}',
  'é ñ ß Привет',
])('%s stays as it is', (text) => {
  expect(showInvisible(text)).toBe(text)
})
