import { expect, test } from 'vitest'

import {
  cachingRules,
  formatCaddyfile,
  formatHeadersFile,
  formatNginx,
} from '../../../.ci/hosting.mjs'
import { securityHeaders } from '../../../src/app/securityHeaders.ts'

const fixed = cachingRules.filter(({ cacheControl }) => cacheControl.includes('immutable'))
const occurrences = (text: string, part: string): number => text.split(part).length - 1

test('only what is named by its contents is kept without asking', () => {
  expect(fixed.map(({ path }) => path)).toEqual(['/assets/*', '/models/nano/resolve/*'])
  const asked = cachingRules.filter((rule) => !fixed.includes(rule))
  expect(asked.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['/', '/index.html', '/sw.js', '/manifest.webmanifest']),
  )
  for (const { cacheControl } of asked) expect(cacheControl).toBe('no-cache')
})

test('a headers file gives each file every header once', () => {
  const file = formatHeadersFile(securityHeaders)
  const [everything = '', ...others] = file.split(/\n(?=\/)/)
  expect(everything.split('\n')).toEqual([
    '/*',
    ...Object.entries(securityHeaders).map(([name, value]) => `  ${name}: ${value}`),
  ])
  expect(others.map((rule) => rule.trim().split('\n  '))).toEqual(
    cachingRules.map(({ path, cacheControl }) => [path, `Cache-Control: ${cacheControl}`]),
  )
})

test.each([
  // A location of nginx with one header of its own inherits none.
  [
    'nginx',
    formatNginx(securityHeaders),
    (name: string, value: string) => `add_header ${name} "${value}" always;`,
    1 + fixed.length,
  ],
  [
    'Caddy',
    formatCaddyfile(securityHeaders),
    (name: string, value: string) => `\t\t${name} "${value}"`,
    1,
  ],
] as const)('%s sends every header for every file', (_, text, line, times) => {
  for (const [name, value] of Object.entries(securityHeaders))
    expect(occurrences(text, line(name, value))).toBe(times)
  for (const { path, cacheControl } of fixed) {
    expect(text).toContain(path.replace('*', ''))
    expect(text).toContain(cacheControl)
  }
})

test('no value can end a line or a quoted string of a configuration', () => {
  for (const value of Object.values(securityHeaders)) expect(value).not.toMatch(/["\n\\$]/)
})
