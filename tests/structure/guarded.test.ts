import { readdirSync, readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

const folder = new URL('../e2e/', import.meta.url)

/** Neither opens the app: each has its own page, and looks at its requests itself. */
const ownPages = ['embeddedModel.spec.ts', 'hostile.spec.ts']

/** Where a `test` comes from that notes every request to another origin. */
const guards =
  /^import \{[^}]*\btest\b[^}]*\} from '\.\/(fixtures|appServer|modelHost|scripted\/scriptedApp)\.ts'$/m

test('every end-to-end test of the app notes what it asks of other origins', () => {
  const specs = readdirSync(folder).filter((name) => name.endsWith('.spec.ts'))
  const unguarded = specs.filter(
    (name) => !guards.test(readFileSync(new URL(name, folder), 'utf8')),
  )
  expect(unguarded.toSorted()).toEqual(ownPages)
})

test.each(['appServer.ts', 'modelHost.ts', 'scripted/scriptedApp.ts'])(
  '%s passes the guard on or has one',
  (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8')
    expect(
      /import \{ test as base \} from '\.\.?\/fixtures\.ts'/.test(text) || /auto: true/.test(text),
    ).toBe(true)
  },
)
