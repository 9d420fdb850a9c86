import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { argv } from 'node:process'

import { root } from './command.mjs'

/**
 * `NOTICES`: every package that reaches people's browsers, with its licence in full. `--check` fails when
 * the file is not what the lock file asks for.
 */

/** @type {{ packages: Record<string, { version: string, dependencies?: Record<string, string> }> }} */
const lock = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8'))

/** What the app depends on, and what that depends on; peers and types never reach a browser. @type {Set<string>} */
const used = new Set()
const waiting = Object.keys(lock.packages['']?.dependencies ?? {})
for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
  if (used.has(name) || name.startsWith('@types/')) continue
  used.add(name)
  waiting.push(...Object.keys(lock.packages[`node_modules/${name}`]?.dependencies ?? {}))
}

const notices = [...used].toSorted().map((name) => {
  const folder = `${root}node_modules/${name}`
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
  return `${name} ${version} (${license})\n\n${licenceText(folder)}`
})
const text = `Ponder is built with these packages. Their licences:\n\n${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`

if (argv.includes('--check')) {
  const stored = existsSync(`${root}NOTICES`) ? readFileSync(`${root}NOTICES`, 'utf8') : ''
  if (stored !== text) {
    console.error('NOTICES is not what the lock file asks for: run `npm run notices`.')
    process.exitCode = 1
  }
} else writeFileSync(`${root}NOTICES`, text)

/** @param {string} folder */
function licenceText(folder) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name))
  return file === undefined
    ? 'The package names its licence and carries no text of it.'
    : readFileSync(`${folder}/${file}`, 'utf8').replaceAll('\r\n', '\n').trim()
}
