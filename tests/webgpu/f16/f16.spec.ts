import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { expect, test } from '@playwright/test'

import { drawProblems, replyLimit } from '../heldOutProblems.ts'
import { readModelFolder } from '../modelFolder.ts'
import { python, runModule } from '../python.ts'
import { serveWebLlm } from '../serveWebLlm.ts'
import { runHost, setUpLavapipe } from './lavapipe.ts'

const problemCount = 50
/** Half precision keeps 11 bits: a logit near 20 is known to 0.02, after layers of such rounding. */
const tolerance = 0.1
const built = fileURLToPath(new URL('../../../model/.cache/lavapipe/nano', import.meta.url))

interface Reply {
  readonly prompt: string
  readonly tokens: number[]
}

interface Judged {
  readonly prompt: string
  /** The greatest distance, in the reference's logits, of a token taken from the best one. */
  readonly gap: number
}

test('in 16-bit floats the model says what the reference says, but for near ties', async () => {
  setUpLavapipe()
  const build = ['-m', 'model.build', '--quantization', 'q4f16_1', '--out', built]
  expect(spawnSync(python, build, { stdio: 'inherit' }).status).toBe(0)

  const nano = readModelFolder(built)
  const replies = await answerInHalfPrecision(nano.folder)
  const judged = await runModule<Judged>('model.tests.judge_tokens', [nano.files], asLines(replies))
  const exact = judged.filter(({ gap }) => gap === 0)
  const greatest = Math.max(...judged.map(({ gap }) => gap))
  process.stderr.write(`${exact.length} replies are the reference's, greatest gap ${greatest}\n`)
  expect(judged).toHaveLength(problemCount)
  expect(judged.filter(({ gap }) => !(gap <= tolerance))).toEqual([])
  expect(exact.length).toBeGreaterThanOrEqual(0.9 * problemCount)
})

async function answerInHalfPrecision(folder: string): Promise<Reply[]> {
  const server = await serveWebLlm({ nano: folder })
  try {
    const { weightsUrl, libraryUrl } = readModelFolder(folder).addressAt(`${server.origin}/nano`)
    const problems = asLines(await drawProblems(problemCount))
    return await runHost<Reply>([weightsUrl, libraryUrl, String(replyLimit)], problems)
  } finally {
    await server.close()
  }
}

function asLines(values: readonly object[]): string {
  return values.map((value) => JSON.stringify(value)).join('\n')
}
