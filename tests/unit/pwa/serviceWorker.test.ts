import { expect, test } from 'vitest'

import { answerRequest, findAskedFile } from '../../../src/pwa/worker/answerRequest.ts'
import { checkRelease } from '../../../src/pwa/worker/checkRelease.ts'
import { installRelease } from '../../../src/pwa/worker/installRelease.ts'
import { tidyReleases } from '../../../src/pwa/worker/tidyReleases.ts'
import { createDeps, createHost, createMemoryCaches, releaseOf } from './serviceWorkerBench.ts'

const one = { 'index.html': 'page 1', 'assets/a-1.js': 'script 1', 'icon.svg': 'icon' }
const two = { 'index.html': 'page 2', 'assets/a-2.js': 'script 2', 'icon.svg': 'icon' }
const scope = 'https://host.example/ponder/'
const silent = (): void => undefined
const gone = (): Promise<Response> => Promise.reject(new TypeError('Failed to fetch'))

async function installed(texts: Record<string, string> = one) {
  const caches = createMemoryCaches()
  const host = createHost(texts)
  const deps = createDeps(await releaseOf('one', texts), host, caches)
  await installRelease(deps, silent)
  return { caches, host, deps }
}

test('each file is kept with the headers that its host sent, and ours where it sent none', async () => {
  const { deps } = await installed()
  const page = await answerRequest(deps, 'index.html', gone)
  expect(await page.text()).toBe('page 1')
  expect(Object.fromEntries(page.headers)).toMatchObject({
    'content-type': 'text/plain',
    'content-length': '6',
    'cross-origin-opener-policy': 'same-origin',
  })
  expect(page.headers.has('content-encoding')).toBe(false)
})

test('a header that the host sends is not ours to change', async () => {
  const host = createHost(one)
  host.headers['Cross-Origin-Opener-Policy'] = 'unsafe-none'
  const deps = createDeps(await releaseOf('one', one), host, createMemoryCaches())
  await installRelease(deps, silent)
  const page = await answerRequest(deps, 'index.html', gone)
  expect(page.headers.get('cross-origin-opener-policy')).toBe('unsafe-none')
})

test('how far an install has come is told file by file', async () => {
  const deps = createDeps(await releaseOf('one', one), createHost(one), createMemoryCaches())
  const told: string[] = []
  await installRelease(deps, (done, total) => told.push(`${done} of ${total}`))
  expect(told).toEqual(['1 of 3', '2 of 3', '3 of 3'])
})

test('a host in the middle of an update sends a mixture, and that is refused', async () => {
  const host = createHost({ ...two, 'index.html': 'page 1' })
  const deps = createDeps(await releaseOf('two', two), host, createMemoryCaches())
  await expect(installRelease(deps, silent)).rejects.toThrow(
    'index.html is not the file of this version.',
  )
})

test('a file that the host does not have is named', async () => {
  const host = createHost({ 'index.html': 'page 1', 'icon.svg': 'icon' })
  const deps = createDeps(await releaseOf('one', one), host, createMemoryCaches())
  await expect(installRelease(deps, silent)).rejects.toThrow('assets/a-1.js: HTTP 404')
})

test('what the browser remembers wrongly is fetched past its cache, once', async () => {
  const host = createHost(one)
  host.remembered.set('assets/a-1.js', 'something older')
  const deps = createDeps(await releaseOf('one', one), host, createMemoryCaches())
  await installRelease(deps, silent)
  expect(host.asked.filter((asked) => asked.startsWith('assets/'))).toEqual([
    'assets/a-1.js default',
    'assets/a-1.js reload',
  ])
})

test('an install that was cut off goes on with what it has', async () => {
  const caches = createMemoryCaches()
  const release = await releaseOf('one', one)
  const host = createHost({ 'index.html': 'page 1', 'icon.svg': 'icon' })
  await expect(installRelease(createDeps(release, host, caches), silent)).rejects.toThrow('404')
  host.texts.set('assets/a-1.js', 'script 1')
  host.asked.length = 0
  await installRelease(createDeps(release, host, caches), silent)
  expect(host.asked).toEqual(['assets/a-1.js default'])
})

test('a new release fetches only what changed, and leaves the older one alone', async () => {
  const { caches, deps } = await installed()
  const host = createHost(two)
  const newer = createDeps(await releaseOf('two', two), host, caches)
  await installRelease(newer, silent)
  expect(host.asked.toSorted()).toEqual(['assets/a-2.js default', 'index.html reload'])
  expect(await checkRelease(deps, true)).toEqual({ files: 3, missing: [], wrong: [] })
})

test('a tab of an older release gets its own scripts, and the page is always the newer one’s', async () => {
  const { caches } = await installed()
  const newer = createDeps(await releaseOf('two', two), createHost(two), caches)
  await installRelease(newer, silent)
  expect(await (await answerRequest(newer, 'assets/a-1.js', gone)).text()).toBe('script 1')
  expect(await (await answerRequest(newer, 'index.html', gone)).text()).toBe('page 2')
})

test('what is not kept any more comes from the host', async () => {
  const { deps, caches } = await installed()
  await caches.delete((await caches.keys())[0] ?? '')
  const fetchFile = async (address: string): Promise<Response> => new Response(address)
  expect(await (await answerRequest(deps, 'icon.svg', fetchFile)).text()).toBe(`${scope}icon.svg`)
  // Without what may stand behind a question mark: a text that another app shares is nobody's business.
  expect(await (await answerRequest(deps, 'index.html', fetchFile)).text()).toBe(scope)
})

test.each([
  ['the app’s address', '', 'index.html'],
  ['the app’s address with a launch in it', '?open=models', 'index.html'],
  ['the page by its name', 'index.html', 'index.html'],
  ['a file of the release', 'icon.svg', 'icon.svg'],
  ['a script of an older release', 'assets/a-0.js', 'assets/a-0.js'],
  [
    'weights of an older release',
    'models/nano/resolve/0/shard.bin',
    'models/nano/resolve/0/shard.bin',
  ],
  ['a library, which the engine keeps', 'models/libraries/qwen.wasm?v=1', undefined],
  ['a file that nobody knows', 'other.html', undefined],
  ['a path above the app', '../', undefined],
  ['another host', 'https://models.example.org/resolve/main/shard.bin', undefined],
])('who answers for %s', async (_, address, path) => {
  const release = await releaseOf('one', one)
  const url = new URL(address, scope).href
  expect(findAskedFile({ release, scope }, { method: 'GET', mode: 'cors', url })).toBe(path)
})

test('only reading is answered', async () => {
  const release = await releaseOf('one', one)
  const request = { method: 'POST', mode: 'cors', url: scope } as const
  expect(findAskedFile({ release, scope }, request)).toBeUndefined()
})

test('a check names what is missing, and a deep one what is wrong, which it removes', async () => {
  const { deps, caches } = await installed()
  const cache = await caches.open((await caches.keys())[0] ?? '')
  await cache.delete(`${scope}assets/a-1.js`)
  const headers = (await cache.match(`${scope}icon.svg`))?.headers ?? {}
  await cache.put(`${scope}icon.svg`, new Response('damaged', { headers }))
  expect(await checkRelease(deps, false)).toEqual({
    files: 3,
    missing: ['assets/a-1.js'],
    wrong: [],
  })
  const deep = { files: 3, missing: ['assets/a-1.js'], wrong: ['icon.svg'] }
  expect(await checkRelease(deps, true)).toEqual(deep)
  expect(await cache.match(`${scope}icon.svg`)).toBeUndefined()
})

const releaseCache = (version: string): string => `ponder/app/ponder/@${version}`

/** Three releases, models, and the caches of another app beside this one. */
async function manyCaches() {
  const caches = createMemoryCaches()
  const names = ['0', '1', '2'].map(releaseCache)
  for (const name of [...names, 'webllm/model', 'ponder/parts', 'ponder/app/other/@1'])
    await caches.open(name)
  const deps = createDeps(await releaseOf('2', {}), createHost({}), caches)
  return { caches, deps: { ...deps, isAnotherComing: () => false } }
}

test('releases that no tab runs are removed, and nothing else is', async () => {
  const { caches, deps } = await manyCaches()
  const holders = [
    { name: releaseCache('2'), tab: 'a' },
    { name: releaseCache('1'), tab: 'b' },
    { name: 'ponder/answer/7', tab: 'b' },
  ]
  const tidied = { ...deps, findHolders: async () => holders, countTabs: async () => 2 }
  expect(await tidyReleases(tidied)).toEqual([releaseCache('0')])
  expect(await caches.keys()).toEqual([
    releaseCache('1'),
    releaseCache('2'),
    'webllm/model',
    'ponder/parts',
    'ponder/app/other/@1',
  ])
})

test('while a tab is opening, of whichever release, nothing is removed', async () => {
  const { deps } = await manyCaches()
  const holders = [{ name: releaseCache('2'), tab: 'a' }]
  const tidied = { ...deps, findHolders: async () => holders, countTabs: async () => 2 }
  expect(await tidyReleases(tidied)).toEqual([])
})

test('while another release is coming, nothing is removed', async () => {
  const { deps } = await manyCaches()
  const tidied = { ...deps, findHolders: async () => [], countTabs: async () => 0 }
  expect(await tidyReleases({ ...tidied, isAnotherComing: () => true })).toEqual([])
})
