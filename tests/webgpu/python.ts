import { runForJsonLines } from './jsonLines.ts'

export const python = 'model/.venv/bin/python'

/** Runs a module of `model/` in its venv; resolves to its JSON lines. */
export const runModule = <Line>(
  module: string,
  args: readonly string[],
  input: string = '',
): Promise<Line[]> => runForJsonLines([python, '-m', module, ...args], input)
