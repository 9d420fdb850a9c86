import fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  freeName,
  isOwnName,
  keptFiles,
  outlived,
} from '../../../../src/storage/folder/backupNames.ts'

const library = '1a2b3c4d'
const time = fc.integer({ min: 0, max: 253_402_300_799_000 })
const nameOf = (at: number, of = library): string => freeName([], at, of)

test('a name says the day, the time in UTC and whose it is', () => {
  const name = nameOf(Date.UTC(2026, 10, 25, 5, 4, 3))
  expect(name).toBe('ponder-2026-11-25-050403-1a2b3c4d.backup.ponder')
})

test('every name that is given is known as one’s own, and as nobody else’s', () => {
  fc.assert(
    fc.property(time, (at) => {
      expect(isOwnName(library)(nameOf(at))).toBe(true)
      expect(isOwnName('1a2b3c4e')(nameOf(at))).toBe(false)
    }),
  )
})

test('a name that differs in one character is not one’s own, unless it is another time’s', () => {
  fc.assert(
    fc.property(time, fc.nat(), fc.string({ maxLength: 2 }), (at, place, put) => {
      const name = nameOf(at)
      const cut = place % (name.length + 1)
      const other = name.slice(0, cut) + put + name.slice(cut + 1)
      fc.pre(!/^ponder-\d{4}-\d\d-\d\d-\d{6}-1a2b3c4d\.backup\.ponder$/.test(other))
      expect(isOwnName(library)(other)).toBe(false)
    }),
  )
})

test('other files are never one’s own, however alike', () => {
  const names = [
    'ponder-2026-11-25.backup.ponder',
    'ponder-2026-11-25-050403-1a2b3c4d.backup.ponder.crswap',
    'ponder-2026-11-25-050403-1a2b3c4d.backup (1).ponder',
    'Ponder-2026-11-25-050403-1a2b3c4d.backup.ponder',
    'ponder-2026-13-25-050403-1a2b3c4d.backup.ponder',
    'ponder-2026-02-30-050403-1a2b3c4d.backup.ponder',
    'ponder-2026-11-25-050463-1a2b3c4d.backup.ponder',
    'copy of ponder-2026-11-25-050403-1a2b3c4d.backup.ponder',
    'ponder-2026-11-25-050403-1a2b3c4d.backup.ponder\n',
    'taxes.pdf',
    '',
  ]
  expect(names.filter(isOwnName(library))).toEqual([])
})

test('two backups in one second get two names', () => {
  const first = nameOf(5000)
  const second = freeName([{ name: first, bytes: 1 }], 5000, library)
  expect(second).toBe(nameOf(6000))
})

test('what goes is the oldest beyond those that are kept, and never the one just written', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(time.map(nameOf), { minLength: 1, maxLength: 20 }),
      fc.nat(),
      fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 20, maxLength: 20 }),
      (names, pick, sizes) => {
        const files = names.map((name, at) => ({ name, bytes: sizes[at] ?? 1 }))
        const written = names[pick % names.length] ?? ''
        const gone = outlived(files, written)
        expect(gone).not.toContain(written)
        const isEmpty = (name: string): boolean =>
          files.some((file) => file.name === name && file.bytes === 0)
        const left = names.filter((name) => name !== written && !gone.includes(name))
        expect(left.some(isEmpty)).toBe(false)
        const whole = names.filter((name) => name !== written && !isEmpty(name)).toSorted()
        expect(left.toSorted()).toEqual(whole.slice(-(keptFiles - 1)))
      },
    ),
  )
})
