import { runModule } from './python.ts'

export interface Problem {
  readonly prompt: string
}

export interface Expected extends Problem {
  /** What the NumPy reference says greedily; the token that ends the reply is its last. */
  readonly tokens: number[]
  /** The least distance between the best and the second logit on the way. */
  readonly margin: number
}

/** A model that will not stop is cut off here; whole replies are about 200 tokens long. */
export const replyLimit = 512

/** Problems that no training saw. */
export const drawProblems = (count: number): Promise<Problem[]> =>
  runModule<Problem>('model.nano.problems', ['--count', String(count)])

/** The same problems with the reference's replies under the weights in `files`. */
export async function answerByReference(files: string, count: number): Promise<Expected[]> {
  const problems = await drawProblems(count)
  const input = problems.map((problem) => JSON.stringify(problem)).join('\n')
  const args = [files, '--limit', String(replyLimit)]
  return runModule<Expected>('model.tests.greedy_tokens', args, input)
}
