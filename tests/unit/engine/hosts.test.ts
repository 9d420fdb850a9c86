import { expect, test } from 'vitest'

import { describeBlockedHost, isAllowedHost, readModelHosts } from '../../../src/engine/hosts.ts'

const own = 'https://ponder.example'

test.each([
  ['https://ponder.example/models/a.wasm', true],
  ['https://huggingface.co/mlc-ai/a/resolve/main/b.bin', true],
  ['https://cdn-lfs-us-1.huggingface.co/repos/a', true],
  ['https://cas-bridge.xethub.hf.co/xet-bridge-us/a', true],
  ['https://hf.co/a', false],
  ['https://evilhuggingface.co/a', false],
  ['https://huggingface.co.evil.example/a', false],
  ['http://huggingface.co/a', false],
  ['https://huggingface.co:8443/a', false],
  ['https://models.example.org/a', false],
])('%s may be fetched: %s', (url, isAllowed) => {
  expect(isAllowedHost(url, readModelHosts(undefined), own)).toBe(isAllowed)
})

test('a deployment adds its own hosts, parted by spaces or commas', () => {
  const hosts = readModelHosts(' https://models.example.org,https://*.cdn.example:8443 \n')
  expect(hosts.slice(-2)).toEqual(['https://models.example.org', 'https://*.cdn.example:8443'])
  expect(isAllowedHost('https://models.example.org/m/', hosts, own)).toBe(true)
  expect(isAllowedHost('https://a.b.cdn.example:8443/m/', hosts, own)).toBe(true)
  expect(isAllowedHost('https://a.cdn.example/m/', hosts, own)).toBe(false)
  expect(
    isAllowedHost('http://localhost:1234/', readModelHosts('http://localhost:1234'), own),
  ).toBe(true)
})

test.each([
  '*',
  'https:',
  "'unsafe-inline'",
  'https://a.example/path',
  'https://a;script-src',
  'http://a.example',
])('%s is no host, and no build is made with it', (word) => {
  expect(() => readModelHosts(word)).toThrow('VITE_MODEL_HOSTS')
})

test('a host that is not allowed is explained, with how to allow it', () => {
  expect(describeBlockedHost('https://a.example/m/')).toContain(
    'VITE_MODEL_HOSTS=https://a.example;',
  )
})
