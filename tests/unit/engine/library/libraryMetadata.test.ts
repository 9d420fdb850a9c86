import fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  parseMetadata,
  readLibraryMetadata,
} from '../../../../src/engine/library/libraryMetadata.ts'
import { createLibrary, sampleMetadata } from './createLibrary.ts'

test('the figures stand in the first section of the library', () => {
  expect(readLibraryMetadata(createLibrary(sampleMetadata))).toEqual(sampleMetadata)
})

test('figures longer than one byte can count are read whole', () => {
  const long = { ...sampleMetadata, model_type: 'q'.repeat(70_000) }
  expect(readLibraryMetadata(createLibrary(long))).toEqual(long)
})

test.each([
  ['no section', createLibrary(sampleMetadata).slice(0, 8)],
  ['a section of another name', createLibrary(sampleMetadata, 'producers')],
  ['a section of another kind', createLibrary(sampleMetadata, 'ponder.metadata', 1)],
  ['words that are no figures', createLibrary('hello')],
  ['nothing', new ArrayBuffer(0)],
])('a library with %s says nothing about itself', (_, library) => {
  expect(readLibraryMetadata(library)).toBeUndefined()
})

test('WebAssembly itself reads the section that we read', () => {
  const module = new WebAssembly.Module(createLibrary(sampleMetadata))
  const [section] = WebAssembly.Module.customSections(module, 'ponder.metadata')
  expect(parseMetadata(new TextDecoder().decode(section))).toEqual(sampleMetadata)
})

test('whatever the bytes are, reading them ends and throws nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (tail) => {
      const bytes = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...tail)
      expect(readLibraryMetadata(bytes.buffer)).toBeUndefined()
    }),
  )
})
