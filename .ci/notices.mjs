import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { argv } from 'node:process'

import { root } from './command.mjs'

/**
 * `NOTICES`: every package that reaches people's browsers, with its licence in full. `--check` fails when
 * the file is not what the lock file asks for.
 */

/** @type {{ packages: Record<string, { version: string, dev?: boolean, devOptional?: boolean }> }} */
const lock = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8'))

const notices = Object.entries(lock.packages)
  .filter(([folder, { dev, devOptional }]) => folder !== '' && dev !== true && devOptional !== true)
  // Types are gone before anything is built.
  .filter(([folder]) => !folder.includes('node_modules/@types/'))
  .map(([folder, { version }]) => {
    const { name, license } = JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8'))
    return `${name} ${version} (${license})\n\n${licenceText(root + folder)}`
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
