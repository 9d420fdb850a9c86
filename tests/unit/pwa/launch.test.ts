import fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  consumeLaunches,
  longestShared,
  readLaunch,
  type Launch,
  type LaunchQueue,
} from '../../../src/pwa/launch.ts'

const app = 'https://host.example/ponder/'

test.each([
  ['', undefined],
  ['#chat=1', undefined],
  ['?open=new', { kind: 'new-chat' }],
  ['?open=models', { kind: 'models' }],
  ['?open=everything', undefined],
  ['?shared-text=%20%20', undefined],
  ['?shared-text=Why%3F', { kind: 'question', text: 'Why?' }],
  [
    '?shared-title=A&shared-text=B&shared-url=https%3A%2F%2Fc.example',
    'A\n\nB\n\nhttps://c.example',
  ],
  [
    '?shared-text=See+https%3A%2F%2Fc.example&shared-url=https%3A%2F%2Fc.example',
    'See https://c.example',
  ],
  ['?shared-title=Same&shared-text=Same', 'Same'],
] as const)('the address %s', (address, launch) => {
  const expected = typeof launch === 'string' ? { kind: 'question', text: launch } : launch
  expect(readLaunch(app + address)).toEqual(expected)
})

test('any text that is shared is a question as it stands, cut at its limit, and nothing else', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300, unit: 'grapheme' }), (text) => {
      const launch = readLaunch(`${app}?shared-text=${encodeURIComponent(text)}`)
      const trimmed = text.trim()
      expect(launch).toEqual(trimmed === '' ? undefined : { kind: 'question', text: trimmed })
    }),
  )
  const long = readLaunch(`${app}?shared-text=${'long '.repeat(longestShared)}`)
  expect(long).toMatchObject({ kind: 'question' })
  expect(long?.kind === 'question' && long.text.length).toBe(longestShared)
})

type Consumer = Parameters<LaunchQueue['setConsumer']>[0]

/** A queue of launches as the browser keeps it, and what was handed on. */
function listen(openedBy: string) {
  let consumer: Consumer = () => undefined
  const launches: Launch[] = []
  const names: string[][] = []
  consumeLaunches({ setConsumer: (given) => (consumer = given) }, openedBy, {
    onLaunch: (launch) => launches.push(launch),
    onFiles: (files) => names.push(files.map(({ name }) => name)),
  })
  return { launch: (parameters: Parameters<Consumer>[0]) => consumer(parameters), launches, names }
}

test('what a page was opened for is not done twice, and the same again later is', () => {
  const { launch, launches } = listen(`${app}?open=new`)
  launch({ targetURL: `${app}?open=new` })
  expect(launches).toEqual([])
  launch({ targetURL: `${app}?open=new` })
  expect(launches).toEqual([{ kind: 'new-chat' }])
})

test('a launch without an address, or with one that asks for nothing, does nothing', () => {
  const { launch, launches } = listen(app)
  launch({})
  launch({ targetURL: null })
  launch({ targetURL: app })
  expect(launches).toEqual([])
})

test('files are read and handed on; one that is gone meanwhile is left out', async () => {
  const { launch, names } = listen(app)
  const file = (name: string) => ({ getFile: async () => new File(['{}'], name) })
  const gone = { getFile: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }
  launch({ targetURL: app, files: [file('chats.ponder.json'), gone] })
  await expect.poll(() => names).toEqual([['chats.ponder.json']])
})

test('a browser without such a queue is left alone', () => {
  expect(() =>
    consumeLaunches(undefined, app, { onLaunch: () => undefined, onFiles: () => undefined }),
  ).not.toThrow()
})
