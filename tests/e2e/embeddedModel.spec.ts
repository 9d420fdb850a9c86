import { expect, test } from '@playwright/test'

import { answerByReference, replyLimit } from '../webgpu/heldOutProblems.ts'
import { readModelFolder } from '../webgpu/modelFolder.ts'
import { serveWebLlm } from '../webgpu/serveWebLlm.ts'
import { completeGreedily, openModel } from '../webgpu/webLlmPage.ts'

const problemCount = 50

test('WebLLM, unmodified, says token for token what the reference says to held-out problems', async ({
  page,
}) => {
  // About 10,000 tokens, computed on the processor and twice.
  test.setTimeout(15 * 60_000)
  const nano = readModelFolder()
  const expected = await answerByReference(nano.files, problemCount)
  expect(new Set(expected.map(({ prompt }) => prompt)).size).toBe(problemCount)

  const server = await serveWebLlm({ nano: nano.folder })
  try {
    await openModel(page, server.origin, nano.addressAt(`${server.origin}/nano`))
    for (const { prompt, tokens, margin } of expected) {
      const reply = await completeGreedily(page, prompt, replyLimit)
      expect.soft(reply.tokens, `${prompt} (closest choice: ${margin})`).toEqual(tokens)
    }
  } finally {
    await server.close()
  }
})
