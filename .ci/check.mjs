import { existsSync, mkdirSync, writeFileSync } from 'node:fs'

import { packageBinary, root, runCommand } from './command.mjs'

const python = 'model/.venv/bin/python'

/** @type {{ name: string, command: [string, ...string[]] }[]} */
const steps = [
  { name: 'format', command: [packageBinary('oxfmt'), '--check'] },
  { name: 'lint', command: [packageBinary('oxlint')] },
  { name: 'types', command: [packageBinary('tsc'), '--build'] },
  { name: 'unused', command: [packageBinary('knip')] },
  { name: 'notices', command: [process.execPath, '.ci/notices.mjs', '--check'] },
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
for (const { name, command } of steps) {
  console.log(`\ncheck: ${name}`)
  if ((await runCommand(command)) !== 0) failed.push(name)
}

mkdirSync(`${root}test-results`, { recursive: true })
writeFileSync(
  `${root}test-results/check.json`,
  JSON.stringify({ passed: steps.length - failed.length, failed: failed.length, skipped: 0 }),
)
console.log(
  failed.length === 0 ? `\nAll ${steps.length} checks hold.` : `\nFailed: ${failed.join(', ')}.`,
)
process.exitCode = failed.length === 0 ? 0 : 1
