import { expect, test } from 'vitest'

import type { AnswerFormat } from '../../../src/engine/engine.ts'
import { takeFormats, type SteeredPipeline } from '../../../src/engine/worker/takeFormats.ts'

const choice: AnswerFormat = { kind: 'choices', choices: ['yes'] }

function pipelineThatTells(configs: object[]): SteeredPipeline {
  const step = (config: object): Promise<void> => Promise.resolve(void configs.push(config))
  return { prefillStep: (_input, _role, _text, config) => step(config), decodeStep: step }
}

test('both steps are held to the format that was set last, and to none where none is', async () => {
  const configs: object[] = []
  const pipeline = pipelineThatTells(configs)
  const holdTo = takeFormats(pipeline)
  const runBoth = async (): Promise<void> => {
    await pipeline.prefillStep('', '', '', { top_p: 1 })
    await pipeline.decodeStep({ top_p: 1 })
  }
  await runBoth()
  holdTo(choice)
  await runBoth()
  holdTo(undefined)
  await runBoth()
  const free = { top_p: 1 }
  const held = { top_p: 1, response_format: { type: 'grammar', grammar: 'root ::= "yes"' } }
  expect(configs).toEqual([free, free, held, held, free, free])
})

test('a compiler that is made later writes JSON in one line', async () => {
  const asked: unknown[][] = []
  const pipeline = pipelineThatTells([])
  takeFormats(pipeline)
  pipeline.grammarCompiler = {
    compileJSONSchema: (...given) => Promise.resolve(void asked.push(given)),
  }
  await pipeline.grammarCompiler.compileJSONSchema('{}')
  expect(asked).toEqual([['{}', false, -1]])
})
