import { expect, test, type Page } from '@playwright/test'

import { readModelFolder } from './modelFolder.ts'
import { runModule } from './python.ts'
import { serveWebLlm } from './serveWebLlm.ts'
import { appendTokens, openModel } from './webLlmPage.ts'

interface ChunkedLibrary {
  readonly folder: string
  /** Two turns: a prompt longer than two prefill chunks, then single tokens, and the same again. */
  readonly steps: readonly { readonly ids: number[]; readonly logits: number[] }[]
}

const tolerance = 1e-3

for (const schedule of ['software', 'gpu'])
  test(`logits over several prefill chunks and a second turn equal the reference, ${schedule} schedule`, async ({
    page,
  }) => {
    const distances = await measureDistances(page, ['--schedule', schedule])
    expect(Math.max(...distances)).toBeLessThan(tolerance)
  })

test("with TVM's own merge of attention states the same comparison fails", async ({ page }) => {
  const [prompt, ...later] = await measureDistances(page, [
    '--schedule',
    'software',
    '--tvms-own-merge',
  ])
  expect(prompt).toBeGreaterThan(100 * tolerance)
  expect(Math.max(...later)).toBeGreaterThan(100 * tolerance)
})

/** The greatest distance of a logit from the reference's, one figure a step. */
async function measureDistances(page: Page, args: readonly string[]): Promise<number[]> {
  const [library] = await runModule<ChunkedLibrary>('model.tests.chunked_library', args)
  if (library === undefined) throw new Error('The library was not described.')
  expect(library.steps.length).toBeGreaterThan(2)
  const server = await serveWebLlm({ model: library.folder })
  try {
    const address = readModelFolder(library.folder).addressAt(`${server.origin}/model`)
    await openModel(page, server.origin, address)
    const distances: number[] = []
    for (const { ids, logits } of library.steps)
      distances.push(greatestDistance(await appendTokens(page, ids), logits))
    return distances
  } finally {
    await server.close()
  }
}

function greatestDistance(actual: readonly number[], expected: readonly number[]): number {
  expect(actual).toHaveLength(expected.length)
  return Math.max(...expected.map((value, index) => Math.abs(value - (actual[index] ?? Infinity))))
}
