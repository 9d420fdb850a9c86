import fc from 'fast-check'
import { expect, test } from 'vitest'

import { catalogue } from '../../../../src/engine/catalogue/catalogue.ts'
import { readModelManifest } from '../../../../src/engine/catalogue/readManifest.ts'
import { recordOf } from './records.ts'

const good = recordOf('Qwen3-8B-q4f16_1-MLC')
const hub = { kind: 'hub', repository: 'someone/model', revision: 'main', isPinned: false }

test('a manifest that was written as JSON gives its models back', () => {
  const models = catalogue.filter(({ weights }) => weights.kind === 'hub')
  const read: unknown = JSON.parse(JSON.stringify({ version: 1, models }))
  expect(readModelManifest(read)).toEqual({ kind: 'models', models })
})

test.each([
  ['another version', { version: 2, models: [] }, /^version/],
  ['no models', { version: 1 }, /^models/],
  ['two of one id', { version: 1, models: [good, good] }, /same id/],
  ['weights in this app', { version: 1, models: [recordOf('ponder-nano')] }, /of its own/],
  ['a branch called pinned', one({ weights: { ...hub, isPinned: true } }), /models\.0\.weights/],
  ['an address as repository', one({ weights: { ...hub, repository: 'https://a/b' } }), /repo/],
  ['a way up as repository', one({ weights: { ...hub, repository: '../..' } }), /repository/],
  [
    'a library elsewhere',
    one({ library: { kind: 'app', file: '../../evil.wasm' } }),
    /library\.file/,
  ],
  [
    'a library that is no address',
    one({ library: { kind: 'url', url: 'data:,' } }),
    /library\.url/,
  ],
  ['weights imported here', one({ weights: { kind: 'local' } }), /of its own/],
  [
    'weights over a plain line',
    one({ weights: { kind: 'url', folder: 'http://a.example/' } }),
    /folder/,
  ],
  ['an unknown template', one({ template: 'mine' }), /template/],
  ['heads that do not divide', one({ architecture: { ...good.architecture, kvHeads: 7 } }), /arch/],
  ['half a layer', one({ architecture: { ...good.architecture, layers: 0.5 } }), /layers/],
])('%s is refused, and it says what is wrong', (_, manifest, why) => {
  const reading = readModelManifest(manifest)
  expect(reading.kind).toBe('refused')
  expect(reading.kind === 'refused' ? reading.why : '').toMatch(why)
})

test('a commit is a pinned revision', () => {
  const weights = { ...hub, revision: '0123456789abcdef'.repeat(3).slice(0, 40), isPinned: true }
  expect(readModelManifest(one({ weights })).kind).toBe('models')
})

test('anything at all is read or refused, never thrown on', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(readModelManifest({ version: 1, models: [value] }).kind).toBe('refused')
      expect(readModelManifest(value).kind).toBe('refused')
    }),
  )
})

function one(changes: object): unknown {
  return { version: 1, models: [{ ...good, ...changes }] }
}
