import { expect, test } from 'vitest'

import { catalogue } from '../../../src/engine/catalogue/catalogue.ts'
import {
  choicesFor,
  clampContext,
  usualContext,
} from '../../../src/engine/catalogue/contextChoice.ts'
import { createModelRegistry } from '../../../src/engine/modelRegistry.ts'
import { recordOf } from './catalogue/records.ts'

const llama = recordOf('DeepSeek-R1-Distill-Llama-8B-q4f16_1-MLC')
const nano = recordOf('ponder-nano')
const mine = { ...llama, id: 'mine', name: 'Mine' }

test('a model that was added is listed and found, and its listeners are told', () => {
  const registry = createModelRegistry(catalogue)
  let told = 0
  const leave = registry.subscribe(() => (told += 1))
  expect(registry.add(mine)).toBe(true)
  expect(registry.find('mine')).toBe(mine)
  expect(registry.list()).toEqual([...catalogue, mine])
  registry.remove('mine')
  expect(registry.find('mine')).toBeUndefined()
  expect(told).toBe(2)
  leave()
  registry.add(mine)
  expect(told).toBe(2)
})

test('nobody else’s model goes by the name of one of ours, and ours stay', () => {
  const registry = createModelRegistry(catalogue)
  expect(registry.add({ ...mine, id: nano.id })).toBe(false)
  registry.remove(nano.id)
  registry.remove('nobody')
  expect(registry.list()).toBe(catalogue)
})

test('the list is the same object until it changes', () => {
  const registry = createModelRegistry(catalogue)
  registry.chooseContext(llama.id, 8192)
  expect(registry.list()).toBe(registry.list())
})

test('a model has the usual context until another is chosen, and never more than it was made for', () => {
  const registry = createModelRegistry(catalogue)
  expect([registry.contextOf(llama.id), registry.contextOf(nano.id)]).toEqual([4096, 2048])
  registry.chooseContext(llama.id, 16_384)
  registry.chooseContext(nano.id, 16_384)
  expect([registry.contextOf(llama.id), registry.contextOf(nano.id)]).toEqual([16_384, 2048])
})

test('a context is no shorter than what the library reads at once', () => {
  expect(clampContext(llama, 100)).toBe(1024)
  expect(clampContext(nano, 100)).toBe(256)
})

test('what may be chosen ends with what the model was made for', () => {
  expect(choicesFor(nano)).toEqual([1024, 2048])
  expect(choicesFor(llama).at(-1)).toBe(32_768)
  expect(usualContext(nano)).toBe(2048)
})
