import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { libraryForWebLlm, weightsForWebLlm } from '../../../src/engine/worker/webLlmAddresses.ts'

const source = readFileSync(
  new URL('../../../node_modules/@mlc-ai/web-llm/lib/index.js', import.meta.url),
  'utf8',
)

/** WebLLM's own function, taken from the package: an update that changes it fails here. */
const [cleanSource] = /function cleanModelUrl\(modelUrl\) \{[\s\S]*?\n\}/.exec(source) ?? ['']

function cleanModelUrl(url: string): string {
  // The lines of it that change the address, in their order.
  expect(cleanSource).toContain('modelUrl += modelUrl.endsWith("/") ? "" : "/"')
  expect(cleanSource).toContain('modelUrl.match(/.+\\/resolve\\/.+\\//)')
  expect(cleanSource).toContain('modelUrl += "resolve/main/"')
  const folder = url.endsWith('/') ? url : `${url}/`
  return new URL(/.+\/resolve\/.+\//.test(folder) ? folder : `${folder}resolve/main/`).href
}

test.each([
  'https://huggingface.co/mlc-ai/a/resolve/main/',
  'https://a.example/models/nano/resolve/0123abcd/',
  'https://models.example/mine/',
  'https://local.invalid/mine/',
])('WebLLM finds the files of %s where they are kept', (folder) => {
  const cleaned = cleanModelUrl(weightsForWebLlm(folder))
  expect(new URL('tensor-cache.json', cleaned).href).toBe(`${folder}tensor-cache.json`)
})

test('a library on localhost is taken from the cache, under its own address', () => {
  const url = 'http://localhost:4173/models/libraries/a.wasm?v=1'
  expect(source).toContain('wasmUrl.includes("localhost")')
  expect(libraryForWebLlm(url)).not.toContain('localhost')
  expect(new Request(libraryForWebLlm(url)).url).toBe(url)
})

test.each(['https://a.example/a.wasm', 'https://localhost.example/a.wasm'])(
  'the library %s is asked for as it is',
  (url) => {
    expect(libraryForWebLlm(url)).toBe(url)
  },
)
