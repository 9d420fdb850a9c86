import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { stampRelease } from '../../.ci/release.mjs'
import { builtApp } from './appServer.ts'

/**
 * A newer release in a folder of its own: the built app with another name for each script, as a build with
 * changed code has, and a mark on its page. A second build would say no more and take much longer.
 */
export function makeNextRelease(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ponder-next-'))
  cpSync(builtApp, folder, { recursive: true })
  const names = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.js'))
  const renamed = names.map((name) => [name, name.replace(/\.js$/, '-next.js')] as const)
  for (const [name, next] of renamed)
    renameSync(join(folder, 'assets', name), join(folder, 'assets', next))
  const texts = [...renamed.map(([, next]) => join('assets', next)), 'index.html']
  for (const path of texts) {
    const file = join(folder, path)
    let text = readFileSync(file, 'utf8')
    for (const [name, next] of renamed) text = text.replaceAll(name, next)
    writeFileSync(file, text)
  }
  const page = join(folder, 'index.html')
  writeFileSync(page, readFileSync(page, 'utf8').replace('<html ', '<html data-release="next" '))
  stampRelease(folder)
  return folder
}
