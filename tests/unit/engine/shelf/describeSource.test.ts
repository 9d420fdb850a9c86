import { expect, test } from 'vitest'

import { describeWeights } from '../../../../src/engine/shelf/describeSource.ts'
import { withCommit } from '../../../../src/engine/source/hubCommit.ts'
import { recordOf } from '../catalogue/records.ts'

const record = recordOf('Qwen3-8B-q4f16_1-MLC')
const place = 'huggingface.co/mlc-ai/Qwen3-8B-q4f16_1-MLC'

test('a branch is told as one, before and after its files came', () => {
  expect(describeWeights(record)).toBe(`${place}, branch main, by the commit that it is at then`)
  expect(describeWeights(record, true)).toBe(`${place}, branch main, of which no commit is known`)
})

test('what was fetched by a commit names it', () => {
  const commit = '7'.repeat(40)
  expect(describeWeights(withCommit(record, commit), true)).toBe(`${place}, commit ${commit}`)
})
