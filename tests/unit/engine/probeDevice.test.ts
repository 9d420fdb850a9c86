import { expect, test } from 'vitest'

import { type BrowserFacts, probeDevice } from '../../../src/engine/probeDevice.ts'

const agents = {
  linux: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36',
  mac: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15',
  iPhone: 'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Mobile/15E148 Safari/604.1',
  android: 'Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140.0.0.0 Mobile Safari/537.36',
  tablet: 'Mozilla/5.0 (Linux; Android 15; Tablet) Chrome/140.0.0.0 Safari/537.36',
}

test.each<readonly [string, BrowserFacts, boolean]>([
  ['a desktop', { userAgent: agents.linux, userAgentData: { mobile: false } }, false],
  ['a Mac', { userAgent: agents.mac, maxTouchPoints: 0 }, false],
  ['an iPad, which says that it is a Mac', { userAgent: agents.mac, maxTouchPoints: 5 }, true],
  [
    'a Windows laptop with a touch screen',
    { userAgent: 'Windows NT 10.0', maxTouchPoints: 10 },
    false,
  ],
  ['an iPhone', { userAgent: agents.iPhone }, true],
  ['an Android phone', { userAgent: agents.android }, true],
  ['a phone that says so', { userAgent: '', userAgentData: { mobile: true } }, true],
  ['an Android tablet', { userAgent: agents.tablet, userAgentData: { mobile: false } }, true],
  ['a browser that says nothing', {}, false],
])('%s is a phone or not', async (_, browser, isPhone) => {
  expect((await probeDevice(browser)).isPhone).toBe(isPhone)
})

test('memory is what the browser says in GiB, and unknown where it says nothing', async () => {
  expect((await probeDevice({ deviceMemory: 8 })).memory).toEqual({
    kind: 'system',
    bytes: 8 * 2 ** 30,
  })
  expect((await probeDevice({})).memory).toEqual({ kind: 'unknown' })
})

test.each<readonly [string, BrowserFacts['storage'], object | undefined]>([
  ['both figures', { estimate: async () => ({ quota: 9, usage: 2 }) }, { quota: 9, usage: 2 }],
  ['one figure', { estimate: async () => ({ quota: 9 }) }, undefined],
  ['a refusal', { estimate: () => Promise.reject(new TypeError('denied')) }, undefined],
  ['no storage', undefined, undefined],
])('storage that gives %s', async (_, storage, facts) => {
  expect((await probeDevice({ storage })).storage).toEqual(facts)
})

test('graphics are what WebGPU says', async () => {
  expect((await probeDevice({})).gpu).toEqual({ kind: 'no-webgpu' })
})
