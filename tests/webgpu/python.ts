import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Runs a module of `model/` in its venv; resolves to its JSON lines. What it says on stderr is shown. */
export async function runModule<Line>(
  module: string,
  args: readonly string[],
  input = '',
): Promise<Line[]> {
  const child = spawn('model/.venv/bin/python', ['-m', module, ...args], {
    cwd: repository,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(input)
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  let output = ''
  for await (const part of child.stdout.setEncoding('utf8')) output += part as string
  const code = await ended
  if (code !== 0) throw new Error(`python -m ${module} ended with ${code}.`)
  const lines = output.split('\n').filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line) as Line)
}
