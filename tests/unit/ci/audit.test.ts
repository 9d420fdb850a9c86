import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { notRun, readAudit } from '../../../.ci/audit.mjs'

const report = (severities: Record<string, string>): string =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(
      Object.entries(severities).map(([name, severity]) => [name, { name, severity }]),
    ),
  })

test('high and critical weaknesses are named, lesser ones let pass', () => {
  expect(readAudit(report({ one: 'high', two: 'moderate', three: 'critical' }))).toEqual({
    kind: 'weak',
    names: ['one (high)', 'three (critical)'],
  })
  expect(readAudit(report({ two: 'low' }))).toEqual({ kind: 'clean' })
})

test.each([
  [
    'refuses',
    '{"message":"405 Method Not Allowed - POST https://registry.example.org/advisories","error":{}}',
    '405 Method Not Allowed - POST',
  ],
  [
    'cannot be reached',
    '{"message":"request to https://registry.example.org/advisories failed, reason: ENOTFOUND"}',
    'request to failed, reason: ENOTFOUND',
  ],
  ['is silent', '', 'npm gave no report.'],
  ['says nothing', 'null', 'npm gave no report.'],
])('a registry that %s has found nothing, and has not passed anything', (_, text, why) => {
  expect(readAudit(text)).toEqual({ kind: 'not run', why })
})

/** `npm audit` itself, asking a registry of our own. */
async function auditWith(
  answer: (path: string) => { status: number; body: unknown },
): Promise<{ code: number; output: string }> {
  const registry = createServer((request, response) => {
    const { status, body } = answer(request.url ?? '')
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
  const { port } = registry.address() as AddressInfo
  const script = fileURLToPath(new URL('../../../.ci/audit.mjs', import.meta.url))
  try {
    return await new Promise((resolve) => {
      const address = `http://127.0.0.1:${port}/`
      const settings = { npm_config_registry: address, npm_config_cache: `${tmpdir()}/${port}` }
      const audit = spawn(process.execPath, [script], { env: { ...process.env, ...settings } })
      let output = ''
      for (const stream of [audit.stdout, audit.stderr])
        stream.on('data', (text: unknown) => (output += String(text)))
      audit.on('close', (code) => resolve({ code: code ?? -1, output }))
    })
  } finally {
    registry.close()
    rmSync(`${tmpdir()}/${port}`, { recursive: true, force: true })
  }
}

const advisory = {
  id: 1,
  url: 'https://advisories.example.org/1',
  title: 'A formula runs scripts',
  severity: 'high',
  vulnerable_versions: '*',
  cwe: [],
  cvss: { score: 8, vectorString: null },
}
const isBulk = (path: string): boolean => path.includes('/advisories/bulk')

test('a registry that knows a weakness of a package that is used makes the check fail', async () => {
  const { code, output } = await auditWith((path) =>
    isBulk(path)
      ? { status: 200, body: { katex: [advisory] } }
      : { status: 200, body: { name: 'katex', versions: {} } },
  )
  expect(output).toContain('Known weaknesses: katex (high).')
  expect(code).toBe(1)
})

test('a registry that knows none makes it pass, and one that does not answer makes it neither', async () => {
  const clean = await auditWith(() => ({ status: 200, body: {} }))
  expect(clean.output).toContain('No package that reaches a browser has a known weakness')
  expect(clean.code).toBe(0)
  const silent = await auditWith(() => ({ status: 405, body: { error: 'not here' } }))
  expect(silent.output).toMatch(/^Not run: the registry could not be asked/)
  expect(silent.code).toBe(notRun)
})
