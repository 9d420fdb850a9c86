import { existsSync, mkdirSync, writeFileSync } from 'node:fs'

import { notRun } from './audit.mjs'
import { packageBinary, root, runCommand } from './command.mjs'

const python = 'model/.venv/bin/python'

/** @type {{ name: string, command: [string, ...string[]] }[]} */
const steps = [
  { name: 'format', command: [packageBinary('oxfmt'), '--check'] },
  { name: 'lint', command: [packageBinary('oxlint')] },
  { name: 'types', command: [packageBinary('tsc'), '--build'] },
  { name: 'unused', command: [packageBinary('knip')] },
  { name: 'notices', command: [process.execPath, '.ci/notices.mjs', '--check'] },
  { name: 'known weaknesses', command: [process.execPath, '.ci/audit.mjs'] },
  { name: 'bundle budget', command: [process.execPath, '.ci/bundle.mjs'] },
]
if (existsSync(root + python))
  steps.push(
    { name: 'Python lint', command: [python, '-m', 'ruff', 'check', 'model'] },
    { name: 'Python format', command: [python, '-m', 'ruff', 'format', '--check', 'model'] },
    {
      name: 'Python types',
      command: [python, '-m', 'mypy', '--config-file', 'model/pyproject.toml', '-p', 'model'],
    },
  )
else
  console.log('The Python checks wait for `npm run model:setup`, which makes the venv of model/.')

const failed = []
/** Checks that could not be made here; they count as neither. */
const skipped = []
for (const { name, command } of steps) {
  console.log(`\ncheck: ${name}`)
  const exitCode = await runCommand(command)
  if (exitCode === notRun) skipped.push(name)
  else if (exitCode !== 0) failed.push(name)
}

const passed = steps.length - failed.length - skipped.length
mkdirSync(`${root}test-results`, { recursive: true })
writeFileSync(
  `${root}test-results/check.json`,
  JSON.stringify({ passed, failed: failed.length, skipped: skipped.length }),
)
if (skipped.length > 0) console.log(`\nNot run: ${skipped.join(', ')}.`)
console.log(failed.length === 0 ? `\n${passed} checks hold.` : `\nFailed: ${failed.join(', ')}.`)
process.exitCode = failed.length === 0 ? 0 : 1
