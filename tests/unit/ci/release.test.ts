import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { listFiles, readRelease, stampRelease } from '../../../.ci/release.mjs'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-'))
  write('index.html', '<meta name="version" content="unbuilt" />')
  write('sw.js', 'const builtHeaders = {};\nrun()\n')
  write('assets/a.js', 'a')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

const read = (path: string): string => readFileSync(join(folder, path), 'utf8')

test('everything that the app can ask for is listed, and nothing else', () => {
  const asked = ['models/nano/manifest.json', 'icons/a.png', 'manifest.webmanifest', 'icon.svg']
  const never = [
    '_headers',
    'hosting/nginx.conf',
    '.vite/manifest.json',
    'assets/a.js.map',
    'screenshots/wide.png',
    'models/libraries/qwen.wasm',
  ]
  for (const path of [...asked, ...never]) write(path, path)
  expect(listFiles(folder)).toEqual([...asked, 'assets/a.js', 'index.html'].toSorted())
})

test('a large file is listed as any other', () => {
  write('assets/worker.js', 'x'.repeat(8_000_000))
  const { files } = stampRelease(folder)
  expect(files.find(({ path }) => path === 'assets/worker.js')?.bytes).toBe(8_000_000)
})

test('page and service worker carry one version, and the page is hashed with it', () => {
  const release = stampRelease(folder)
  expect(readRelease(folder)).toEqual(release)
  expect(read('index.html')).toBe(`<meta name="version" content="${release.version}" />`)
  expect(release.files.map(({ path, bytes }) => [path, bytes])).toEqual([
    ['assets/a.js', 1],
    ['index.html', read('index.html').length],
  ])
})

test('the same files have the same version, however often it is written', () => {
  const first = stampRelease(folder)
  expect(stampRelease(folder)).toEqual(first)
  expect(read('sw.js').split('\n').slice(1).join('\n')).toBe('const builtHeaders = {};\nrun()\n')
})

test.each(['assets/a.js', 'index.html', 'icon.svg'])(
  'a change of %s is another version',
  (path) => {
    const { version } = stampRelease(folder)
    write(path, '<meta name="version" content="" /> changed')
    expect(stampRelease(folder).version).not.toBe(version)
  },
)

test('a page without a place for its version is refused', () => {
  write('index.html', '<html>')
  expect(() => stampRelease(folder)).toThrow('index.html has no place for its version.')
})
