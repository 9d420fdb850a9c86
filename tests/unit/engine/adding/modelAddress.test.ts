import fc from 'fast-check'
import { expect, test } from 'vitest'

import { idOf, readModelAddress } from '../../../../src/engine/adding/modelAddress.ts'

const hub = (revision: string, isPinned: boolean): unknown => ({
  weights: { kind: 'hub', repository: 'mlc-ai/A-model', revision, isPinned },
  name: 'A-model',
})
const commit = 'a'.repeat(40)

test.each([
  ['https://huggingface.co/mlc-ai/A-model', hub('main', false)],
  ['https://huggingface.co/mlc-ai/A-model/tree/main', hub('main', false)],
  [` https://huggingface.co/mlc-ai/A-model/resolve/${commit}/ `, hub(commit, true)],
  ['https://huggingface.co/mlc-ai/A-model/resolve/dev', undefined],
  ['https://huggingface.co/mlc-ai', undefined],
  ['https://models.example/a/b', folder('https://models.example/a/b/', 'b')],
  ['https://models.example/a/mlc-chat-config.json', folder('https://models.example/a/', 'a')],
  [
    'https://models.example/a/resolve/main/?x=1#y',
    folder('https://models.example/a/resolve/main/', 'a'),
  ],
  ['http://127.0.0.1:8123/m', folder('http://127.0.0.1:8123/m/', 'm')],
  ['http://models.example/a', undefined],
  ['https://somebody@models.example/a', undefined],
  ['javascript:alert(1)', undefined],
  ['mlc-ai/A-model', undefined],
])('%s', (text, expected) => {
  expect(readModelAddress(text)).toEqual(expected)
})

function folder(url: string, name: string): unknown {
  return { weights: { kind: 'url', folder: url }, name }
}

test('any name makes an id that can stand in a key and in an address', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      expect(idOf(name)).toMatch(/^[\w.-]{1,120}$/)
      expect(idOf(name)).not.toMatch(/^\./)
    }),
  )
})
