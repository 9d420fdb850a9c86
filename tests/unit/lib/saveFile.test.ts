import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { fileEnding, toFileName } from '../../../src/lib/saveFile.ts'

test('a file is called by its title, and by what is in it', () => {
  expect(toFileName('Is 9.11 > 9.9?', 'chat')).toBe('Is-9-11-9-9.chat.ponder')
  expect(toFileName('Größe: «ж»', 'preset')).toBe('Größe-ж.preset.ponder')
  expect(toFileName('?!', 'presets')).toBe('ponder.presets.ponder')
})

test('the installed app opens the files that it saves', () => {
  const manifest = JSON.parse(
    readFileSync(new URL('../../../public/manifest.webmanifest', import.meta.url), 'utf8'),
  ) as { file_handlers: { accept: Record<string, string[]> }[] }
  // Systems go by what stands behind the last full stop.
  expect(fileEnding).toMatch(/^\.[a-z]+$/)
  expect(manifest.file_handlers.map(({ accept }) => accept)).toEqual([
    { 'application/vnd.ponder+json': [fileEnding] },
  ])
})
