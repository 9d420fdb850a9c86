import { mkdirSync, readFileSync, rmSync } from 'node:fs'

import { buildIfStale } from './build.mjs'
import { packageBinary, root, runCommand } from './command.mjs'
import { countJunit, countPlaywright, countVitest, settleCounts } from './counts.mjs'
import { installChromium, installPackages } from './install.mjs'

const reports = 'test-results'

/**
 * The suites in order, the quick ones first. Each writes a report and `count` reads it.
 * @type {{ name: string, report: string, count: (text: string) => import('./counts.mjs').Counts, run: () => Promise<number> }[]}
 */
const suites = [
  {
    name: 'check',
    report: `${reports}/check.json`,
    count: JSON.parse,
    run: () => runCommand([process.execPath, '.ci/check.mjs'], { minutes: 10 }),
  },
  vitestSuite('unit', 10),
  vitestSuite('browser', 15),
  playwrightSuite('e2e', 45),
  playwrightSuite('endurance', 20),
  playwrightSuite('webgpu', 20),
  {
    name: 'model',
    report: `${reports}/model.xml`,
    count: countJunit,
    run: () =>
      runCommand(
        ['model/.venv/bin/python', '-m', 'pytest', 'model', `--junitxml=${reports}/model.xml`],
        { minutes: 30 },
      ),
  },
]

const total = { passed: 0, failed: 0, skipped: 0 }
/** @type {string[]} */
const summary = []

rmSync(root + reports, { recursive: true, force: true })
mkdirSync(root + reports, { recursive: true })
await setUp()
for (const suite of suites) {
  console.log(`\n== ${suite.name}`)
  const exitCode = await suite.run()
  add(suite.name, settleCounts(readReport(suite), exitCode))
}
console.log(`\n${summary.join('\n')}`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1

/** Makes the machine ready. A step that fails counts as one failure, and the suites still say what else is wrong. */
async function setUp() {
  /** @type {[name: string, work: () => Promise<boolean>][]} */
  const steps = [
    ['Chromium', installChromium],
    ['npm packages', installPackages],
    ['Python packages', setUpModel],
    ['build', async () => (await buildIfStale()) === 0],
  ]
  for (const [name, work] of steps) {
    console.log(`\n== set-up: ${name}`)
    const isReady = await work()
    add(name, { passed: isReady ? 1 : 0, failed: isReady ? 0 : 1, skipped: 0 })
  }
}

async function setUpModel() {
  console.log(
    'model/.venv holds what compiles, trains and tests the embedded model: TVM, JAX, NumPy, tokenizers,\n' +
      'pytest; Emscripten links the library. Only what is missing is installed.',
  )
  return (await runCommand(['sh', 'model/setup.sh'])) === 0
}

/**
 * @param {string} project
 * @param {number} minutes
 * @returns {typeof suites[number]}
 */
function vitestSuite(project, minutes) {
  const report = `${reports}/${project}.json`
  return {
    name: project,
    report,
    count: countVitest,
    run: () =>
      runCommand(
        [
          packageBinary('vitest'),
          'run',
          `--project=${project}`,
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${report}`,
        ],
        { minutes },
      ),
  }
}

/**
 * @param {string} folder
 * @param {number} minutes
 * @returns {typeof suites[number]}
 */
function playwrightSuite(folder, minutes) {
  const report = `${reports}/${folder}.json`
  return {
    name: folder,
    report,
    count: countPlaywright,
    run: () =>
      runCommand(
        [packageBinary('playwright'), 'test', `--config=tests/${folder}`, '--reporter=list,json'],
        { env: { PLAYWRIGHT_JSON_OUTPUT_FILE: root + report }, minutes },
      ),
  }
}

/** @param {typeof suites[number]} suite */
function readReport({ report, count }) {
  try {
    return count(readFileSync(root + report, 'utf8'))
  } catch (error) {
    console.error(`No usable report in ${report}: ${String(error)}`)
    return undefined
  }
}

/** @param {string} name @param {import('./counts.mjs').Counts} counts */
function add(name, counts) {
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
  const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`
  summary.push(`${name}: ${counts.passed} passed, ${counts.failed} failed${skipped}`)
}
