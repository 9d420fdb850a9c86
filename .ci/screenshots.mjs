import { runnerImport } from 'vite'

import { root } from './command.mjs'

/**
 * The pictures of the install dialog and the README: the built app with the embedded model, as people see
 * it. Run once after its looks have changed. The steps are those of the tests, in TypeScript, which the oldest
 * Node that we support cannot run itself.
 */
await runnerImport(`${root}tests/takeScreenshots.ts`)
