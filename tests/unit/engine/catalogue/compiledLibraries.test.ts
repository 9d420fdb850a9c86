import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { catalogue } from '../../../../src/engine/catalogue/catalogue.ts'
import type { Architecture } from '../../../../src/engine/catalogue/record.ts'

const repository = new URL('../../../../', import.meta.url).pathname
const ownPython = `${repository}model/.venv/bin/python`

/** Runs the compiler's list itself. What it imports to check figures needs packages, and says nothing of them. */
const script = `
import json, sys, types
config = types.ModuleType("model.config")
config.ModelConfig = config.parse_config = object
sys.modules["model.config"] = config
from model.catalogue import CONFIGS, name_build
from model.quantization import QUANTIZATIONS
print(json.dumps({name_build(m, q): c for m, c in CONFIGS.items() for q in QUANTIZATIONS}))
`

interface Config {
  readonly model_type: 'qwen2' | 'qwen3' | 'llama'
  readonly hidden_size: number
  readonly num_hidden_layers: number
  readonly num_attention_heads: number
  readonly num_key_value_heads: number
  readonly head_dim: number
  readonly intermediate_size: number
  readonly vocab_size: number
  readonly tie_word_embeddings: boolean
  readonly max_position_embeddings: number
}

const compiled = JSON.parse(
  execFileSync(existsSync(ownPython) ? ownPython : 'python3', ['-c', script], {
    cwd: repository,
    encoding: 'utf8',
  }),
) as Readonly<Record<string, Config>>

const compiler = readFileSync(`${repository}model/libraries.py`, 'utf8')
const prefillChunk = Number(/^PREFILL_CHUNK = (\d+)$/m.exec(compiler)?.[1])

const withOwnLibrary = catalogue.filter(({ library }) => library.kind === 'app')

test('the libraries that are compiled are those that the catalogue asks for, each by its name', () => {
  expect(withOwnLibrary.length).toBeGreaterThan(0)
  expect(Object.keys(compiled).toSorted()).toEqual(withOwnLibrary.map(({ id }) => id).toSorted())
})

test.each(withOwnLibrary)('$id has the figures that its library is compiled for', (record) => {
  const config = compiled[record.id]
  if (config === undefined) throw new Error(`Nothing is compiled for ${record.id}.`)
  const expected: Architecture = {
    hidden: config.hidden_size,
    layers: config.num_hidden_layers,
    heads: config.num_attention_heads,
    kvHeads: config.num_key_value_heads,
    headSize: config.head_dim,
    intermediate: config.intermediate_size,
    vocabulary: config.vocab_size,
    hasTiedHead: config.tie_word_embeddings,
    hasAttentionBias: config.model_type === 'qwen2',
    hasQueryKeyNorm: config.model_type === 'qwen3',
    prefillChunk,
  }
  expect(record.architecture).toEqual(expected)
  expect(record.longestContext).toBeLessThanOrEqual(config.max_position_embeddings)
})
