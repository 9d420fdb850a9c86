import fc from 'fast-check'
import { expect, test } from 'vitest'

import { describeHealth } from '../../../src/storage/health/diagnostics.ts'
import { examineHealth } from '../../../src/storage/health/health.ts'
import { folderToRecord } from '../../../src/storage/folder/folderRecord.ts'
import { toRawJson } from '../../../src/storage/rawJson.ts'
import { chatToRecord } from '../../../src/storage/chatRecord.ts'
import { messageToRecord } from '../../../src/storage/messageRecord.ts'
import { emptyConversation, fakeAnswer, fakeQuestion, part } from '../../fakes/conversations.ts'
import { testDisk } from '../../fakes/testDisk.ts'
import { openWindow } from '../../fakes/testStorage.ts'

const manager = {
  estimate: () => Promise.resolve({ usage: 2_000, quota: 9_000 }),
  persisted: () => Promise.resolve(true),
}
const around = {
  browser: 'A browser',
  language: 'en',
  engine: 'ready',
  saving: 'saved',
  isSecure: true,
  isIsolated: true,
  hasWebGpu: false,
  isInstalled: false,
}

test('records are counted by kind, those of a kind that is not known as well', async () => {
  const disk = await testDisk({
    'chat/a': { v: 1 },
    'message/a/1': { v: 1 },
    'message/a/2': { v: 1 },
    'journal/t/1': { v: 1 },
    'tomorrow/x': { v: 1 },
  })
  const { kinds, estimate, isPersisted } = await examineHealth(disk, manager)
  expect(kinds).toEqual([
    { kind: 'Chats', records: 1, bytes: 7 },
    { kind: 'Messages', records: 2, bytes: 14 },
    { kind: 'Journal of replies under way', records: 1, bytes: 7 },
    { kind: 'Other records', records: 1, bytes: 7 },
  ])
  expect(estimate).toEqual({ usage: 2_000, quota: 9_000 })
  expect(isPersisted).toBe(true)
})

test('a browser that tells nothing of its storage is no failure', async () => {
  const mute = {
    estimate: () => Promise.reject(new Error('no')),
    persisted: () => Promise.reject(new Error('no')),
  }
  const disk = await testDisk()
  for (const given of [mute, undefined])
    expect(await examineHealth(disk, given)).toMatchObject({ estimate: null, isPersisted: null })
})

test.each([
  ['nothing', {}, { last: 'never', automatic: 'off' }],
  [
    'a backup by hand',
    { 'backup/last': { v: 1, at: 5, to: 'file' } },
    { last: { at: 5, to: 'file' }, automatic: 'off' },
  ],
  [
    'a folder that was stopped',
    { 'backup/folder': { v: 1, library: '1a2b3c4d', folder: null } },
    { last: 'never', automatic: 'off' },
  ],
  [
    'a folder in use',
    {
      'backup/folder': {
        v: 1,
        library: '1a2b3c4d',
        folder: { handle: 0, chosenAt: 1, writtenAt: null, fingerprint: '', failure: null },
      },
    },
    { last: 'never', automatic: 'on' },
  ],
  [
    'records that do not open',
    { 'backup/last': { v: 1, at: 1e300, to: 'file' }, 'backup/folder': { v: 9 } },
    { last: 'not told', automatic: 'not told' },
  ],
])('of backups it tells what is known: %s', async (_, records, backups) => {
  const disk = await testDisk(records)
  expect(await examineHealth(disk, manager)).toMatchObject({ backups })
})

test('no text, title, name, key or reason gets into the diagnostics', async () => {
  const secret = 'Zebrafish'
  const { chat } = emptyConversation(secret)
  const disk = await testDisk({
    [`chat/${secret}`]: chatToRecord({ ...chat, title: secret, system: secret }),
    [`message/${secret}/q1`]: messageToRecord(fakeQuestion({ chatId: secret, text: secret })),
    [`message/${secret}/a1`]: messageToRecord(
      fakeAnswer({
        chatId: secret,
        parts: [part('reasoning', secret), part('answer', secret)],
        ending: { kind: 'failed', error: secret },
      }),
    ),
    [`chat/broken${secret}`]: { v: 1, title: 7, id: secret, [secret]: secret },
    [`draft/${secret}`]: { v: 1, text: secret },
    'backup/last': { v: 1, at: 0, to: 'folder' },
    'backup/folder': folderToRecord({
      library: '1a2b3c4d',
      folder: {
        handle: { name: secret },
        chosenAt: 0,
        writtenAt: 0,
        fingerprint: secret,
        failure: { kind: 'full', detail: secret, at: 1 },
      },
    }),
    [`${secret}/${secret}`]: { [secret]: secret },
    [secret]: secret,
  })
  // Opened, so that what is damaged is set aside with the reason.
  const { storage } = await openWindow(disk)
  await storage.flush()
  expect(storage.state.getState().broken.length).toBeGreaterThan(0)
  const health = await examineHealth(disk, manager)
  expect(health.damaged.length).toBeGreaterThan(0)
  expect(JSON.stringify(health.damaged)).toContain(secret)
  const report = describeHealth(health, around)
  expect(report.toLowerCase()).not.toContain(secret.toLowerCase())
  expect(report).toContain(
    'Last backup: 1970-01-01T00:00:00.000Z (folder); automatic: failed: full',
  )
  expect(report).toContain(`Damaged: ${health.damaged.length}`)
})

test('what no JSON can hold is written all the same, prototype keys and circles included', () => {
  const circle: Record<string, unknown> = { one: 1n, two: new Map([['a', new Set([1])]]) }
  circle['self'] = circle
  Object.defineProperty(circle, '__proto__', { value: 'own', enumerable: true })
  expect(JSON.parse(toRawJson([circle, new Date(0), new Date(NaN), new Uint8Array(3)]))).toEqual([
    JSON.parse(
      '{"one":"1n","two":{"Map":[["a",{"Set":[1]}]]},"self":"(itself)","__proto__":"own"}',
    ),
    '1970-01-01T00:00:00.000Z',
    '(no date)',
    '(3 bytes)',
  ])
  expect(toRawJson(undefined)).toBe('null')
})

test('plain values are written as JSON writes them', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(toRawJson(value)).toBe(JSON.stringify(value))
    }),
  )
})
