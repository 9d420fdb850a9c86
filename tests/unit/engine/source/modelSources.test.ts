import { createHash } from 'node:crypto'

import { expect, test } from 'vitest'

import type { ModelFile } from '../../../../src/engine/download/modelFiles.ts'
import { sourcesOf } from '../../../../src/engine/source/modelSources.ts'

const weightsUrl = 'https://a.example/m/'
const libraryUrl = 'https://a.example/libraries/m.wasm'
const digest = createHash('sha256').update('content')
const hex = digest.copy().digest('hex')
const integrity = `sha256-${digest.copy().digest('base64')}`

const file = (
  url: string,
  cache: ModelFile['cache'],
  kind: ModelFile['hash']['kind'],
): ModelFile => ({
  name: url.split('/').at(-1) ?? '',
  url,
  cache,
  bytes: 7,
  hash: { kind, hex },
})

test('what WebLLM can check it is told to, by the SHA-256 of the list', () => {
  const files = [
    file(`${weightsUrl}mlc-chat-config.json`, 'webllm/config', 'sha256'),
    file(`${weightsUrl}tokenizer.json`, 'webllm/model', 'sha256'),
    file(`${weightsUrl}params_shard_0.bin`, 'webllm/model', 'sha256'),
    file(libraryUrl, 'webllm/wasm', 'sha256'),
  ]
  expect(sourcesOf({ id: 'm', weightsUrl, libraryUrl, files, trust: 'stated' })).toEqual({
    weightsUrl,
    libraryUrl,
    integrity: {
      config: integrity,
      library: integrity,
      tokenizer: { 'tokenizer.json': integrity },
    },
  })
})

test('a hash of another kind was checked when the file came, and WebLLM is told nothing', () => {
  const files = [
    file(`${weightsUrl}mlc-chat-config.json`, 'webllm/config', 'git-sha1'),
    file(`${weightsUrl}tokenizer.json`, 'webllm/model', 'md5'),
  ]
  const sources = sourcesOf({ id: 'm', weightsUrl, libraryUrl, files, trust: 'first-use' })
  expect(sources.integrity).toEqual({})
})
