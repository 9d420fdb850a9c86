import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { chatToHtml, escapeHtml } from '../../../../src/storage/backup/chatHtml.ts'
import { chatToMarkdown } from '../../../../src/storage/backup/chatTexts.ts'
import { fakeAnswer, fakeQuestion, part } from '../../../fakes/conversations.ts'

const hostile = `</div></title></style><script>alert(1)</script><img src=x onerror=alert(1)>"'&amp;`
const chat = { title: hostile, system: hostile }
const path = [
  fakeQuestion({ text: hostile }),
  fakeAnswer({
    model: hostile,
    parts: [part('reasoning', `\nFirst\n\n${hostile}\n`), part('answer', `\n\n${hostile}`)],
    ending: { kind: 'stopped' },
  }),
]

test('a web page of a hostile chat has no element but its own, no script, and a policy', async () => {
  const page = await chatToHtml({ chat, path, withThoughts: true })
  expect(page).toContain("default-src 'none'; style-src 'sha256-")
  expect(page).not.toMatch(/<(script|img|iframe|link|a)\b/i)
  const elements = new Set([...page.matchAll(/<(\w+)/g)].map(([, name]) => name))
  expect([...elements].toSorted((one = '', other = '') => (one < other ? -1 : 1))).toEqual([
    'article',
    'body',
    'details',
    'div',
    'h1',
    'h2',
    'head',
    'html',
    'main',
    'meta',
    'p',
    'style',
    'summary',
    'title',
  ])
  expect(page.split(escapeHtml(hostile))).toHaveLength(7 + 1)
})

test('any text stays text: escaped and read again it is the same', () => {
  const read = (html: string): string =>
    html.replaceAll(
      /&(amp|lt|gt|quot|#39|#13);/g,
      (_, name: string) =>
        ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#13': '\r' })[name] ?? '',
    )
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const html = escapeHtml(text)
      expect(html).not.toMatch(/[<>"']/)
      expect(read(html)).toBe(text.replaceAll('\0', '\uFFFD'))
    }),
  )
})

test('Markdown holds questions, quoted thoughts and answers as they were written', () => {
  const shown = {
    chat: { title: 'Sums\nand more', system: '' },
    path: [
      fakeQuestion(),
      fakeAnswer({ parts: [part('reasoning', '\nTwo.\n\nFour.\n'), part('answer', '\n\n**4**')] }),
    ],
  }
  expect(chatToMarkdown({ ...shown, withThoughts: true })).toBe(
    '# Sums and more\n\n## Question\n\nWhat is 2 + 2?\n\n## Answer (ponder-nano)\n\n**Thought**\n\n> Two.\n>\n> Four.\n\n**4**\n',
  )
  expect(chatToMarkdown({ ...shown, withThoughts: false })).not.toContain('Two.')
})
