import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Runs a program in the repository's root; resolves to its JSON lines. What it says on stderr is shown. */
export async function runForJsonLines<Line>(
  [program, ...args]: readonly [program: string, ...args: string[]],
  input = '',
): Promise<Line[]> {
  const child = spawn(program, args, { cwd: repository, stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(input)
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => (output += part))
  const code = await ended
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}.`)
  const lines = output.split('\n').filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line) as Line)
}
