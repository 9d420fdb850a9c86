import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test, type Page } from '@playwright/test'

import type { Expected } from './heldOutProblems.ts'
import { readModelFolder } from './modelFolder.ts'
import { runModule } from './python.ts'
import { serveWebLlm } from './serveWebLlm.ts'
import { appendTokens, completeGreedily, openModel } from './webLlmPage.ts'

interface ChunkedLibrary {
  readonly folder: string
  /** Two turns: a prompt longer than two prefill chunks, then single tokens, and the same again. */
  readonly steps: readonly { readonly ids: number[]; readonly logits: number[] }[]
}

const tolerance = 1e-3
/** More tokens than the original context of a stretched RoPE: the tokenizer has one for each byte. */
const question = 'Which of these weighs more, a kilogram of feathers or a kilogram of lead?'
const replyLength = 24
/** The libraries are compiled with 256. */
const longContext = 512

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

/**
 * Llama 3's and YaRN's stretched RoPE are in these, and the steps go beyond its original context. They go beyond
 * the context that the library was compiled with too: WebLLM makes the KV cache as long as it is told to.
 */
for (const architecture of ['llama', 'qwen3'])
  test(`a ${architecture} library says what the reference says, step by step and in a reply of its own`, async ({
    page,
  }) => {
    const args = ['--schedule', 'software', '--architecture', architecture, '--beyond-context']
    const library = await describeLibrary(args)
    await withOpenModel(page, { ...library, contextTokens: longContext }, async (files) => {
      expect(Math.max(...(await measureSteps(page, library)))).toBeLessThan(tolerance)
      const [expected] = await answerGreedily(files)
      // A near tie could rightly fall the other way.
      expect(expected?.margin).toBeGreaterThan(tolerance)
      const { tokens } = await completeGreedily(page, question, replyLength)
      expect(tokens).toEqual(expected?.tokens)
    })
  })

test('what a library was compiled for can be read without running it', async () => {
  const { folder } = await describeLibrary(['--schedule', 'software', '--architecture', 'qwen3'])
  const { files, libraryFile } = readModelFolder(folder)
  const library = await WebAssembly.compile(readFileSync(join(files, libraryFile)))
  const [section] = WebAssembly.Module.customSections(library, 'ponder.metadata')
  const beside = readFileSync(join(files, `${libraryFile}.json`))
  expect(Buffer.from(section ?? new ArrayBuffer())).toEqual(beside)
  expect(JSON.parse(beside.toString())).toMatchObject({
    version: 1,
    model_type: 'qwen3',
    architecture: { head_dim: 64, rope_scaling: { rope_type: 'yarn' }, query_key_norm: true },
  })
})

async function describeLibrary(args: readonly string[]): Promise<ChunkedLibrary> {
  const [library] = await runModule<ChunkedLibrary>('model.tests.chunked_library', args)
  if (library === undefined) throw new Error('The library was not described.')
  expect(library.steps.length).toBeGreaterThan(2)
  return library
}

const answerGreedily = (files: string): Promise<Expected[]> =>
  runModule<Expected>(
    'model.tests.greedy_tokens',
    [files, '--limit', String(replyLength)],
    JSON.stringify({ prompt: question }),
  )

async function measureDistances(page: Page, args: readonly string[]): Promise<number[]> {
  const library = await describeLibrary(args)
  return withOpenModel(page, library, () => measureSteps(page, library))
}

/** The greatest distance of a logit from the reference's, one figure a step. */
async function measureSteps(page: Page, { steps }: ChunkedLibrary): Promise<number[]> {
  const distances: number[] = []
  for (const { ids, logits } of steps)
    distances.push(greatestDistance(await appendTokens(page, ids), logits))
  return distances
}

async function withOpenModel<Result>(
  page: Page,
  { folder, contextTokens }: { readonly folder: string; readonly contextTokens?: number },
  work: (files: string) => Promise<Result>,
): Promise<Result> {
  const server = await serveWebLlm({ model: folder })
  try {
    const { files, addressAt } = readModelFolder(folder)
    await openModel(page, server.origin, addressAt(`${server.origin}/model`), contextTokens)
    return await work(files)
  } finally {
    await server.close()
  }
}

function greatestDistance(actual: readonly number[], expected: readonly number[]): number {
  expect(actual).toHaveLength(expected.length)
  return Math.max(...expected.map((value, index) => Math.abs(value - (actual[index] ?? Infinity))))
}
