import { expect, test } from '@playwright/test'

import type { Expected } from '../heldOutProblems.ts'
import { readModelFolder } from '../modelFolder.ts'
import { runModule } from '../python.ts'
import { serveWebLlm } from '../serveWebLlm.ts'
import { completeGreedily, openModel } from '../webLlmPage.ts'

const replyLength = 32

const prompts = [
  'What is the capital of France?',
  'Write one sentence about the sea.',
  'Explain in simple words why the sky is blue during the day and red in the evening.',
  'Give me three names for a grey cat.',
  'What is 12 + 30? Think first, then answer.',
].map(
  (question) =>
    '<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n' +
    `<|im_start|>user\n${question}<|im_end|>\n<|im_start|>assistant\n`,
)

test('SmolLM2-135M-Instruct says, token for token, what the NumPy reference says', async ({
  page,
}) => {
  const startedAt = performance.now()
  const [built] = await runModule<{ readonly folder: string }>('model.real.smollm', [])
  if (built === undefined) throw new Error('The model was not built.')
  const model = readModelFolder(built.folder)
  const expected = await answerByReference(model.files)
  expect(expected).toHaveLength(prompts.length)

  const server = await serveWebLlm({ model: model.folder })
  try {
    await openModel(page, server.origin, model.addressAt(`${server.origin}/model`))
    for (const { prompt, tokens } of expected) {
      const reply = await completeGreedily(page, prompt, replyLength)
      process.stderr.write(
        `${reply.tokens.length} tokens, prefill ${reply.prefillTokensPerSecond.toFixed(1)} and ` +
          `decode ${reply.decodeTokensPerSecond.toFixed(1)} tokens/s\n`,
      )
      expect(reply.tokens, prompt).toEqual(tokens)
    }
  } finally {
    await server.close()
  }
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  process.stderr.write(`The whole test took ${seconds} s.\n`)
})

const answerByReference = (files: string): Promise<Expected[]> =>
  runModule<Expected>(
    'model.tests.greedy_tokens',
    [files, '--limit', String(replyLength)],
    prompts.map((prompt) => JSON.stringify({ prompt })).join('\n'),
  )
