import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The repository's root, with a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** @param {string} name The program of an installed package, such as `vite`. */
export const packageBinary = (name) => `${root}node_modules/.bin/${name}`

/**
 * Runs a program in the repository's root, its output shown as it comes.
 * Resolves to the exit code; 127 when it cannot be started, 124 when it ran past `minutes` and was ended.
 *
 * @param {readonly [program: string, ...args: string[]]} command
 * @param {{ minutes?: number, env?: Record<string, string> }} [options]
 * @returns {Promise<number>}
 */
export function runCommand([program, ...args], { minutes, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      // Its own process group, so that a limit ends servers and browsers which it started too.
      detached: true,
    })
    /** @param {NodeJS.Signals} signal */
    const signalGroup = (signal) => {
      if (child.pid === undefined) return
      try {
        process.kill(-child.pid, signal)
      } catch {
        // The group has ended by itself.
      }
    }
    // SIGTERM first: a script of ours passes it on to the groups that it has started.
    const endGroup = () => {
      signalGroup('SIGTERM')
      setTimeout(() => signalGroup('SIGKILL'), 5_000).unref()
    }
    const endWithUs = () => {
      endGroup()
      process.exit(130)
    }
    let isOverdue = false
    const limit =
      minutes === undefined
        ? undefined
        : setTimeout(() => {
            console.error(`Ended after ${minutes} minutes: ${[program, ...args].join(' ')}`)
            isOverdue = true
            endGroup()
          }, minutes * 60_000)
    process.once('SIGINT', endWithUs)
    process.once('SIGTERM', endWithUs)

    /** @param {number} code */
    const finish = (code) => {
      clearTimeout(limit)
      process.off('SIGINT', endWithUs)
      process.off('SIGTERM', endWithUs)
      resolve(code)
    }
    child.once('error', (error) => {
      console.error(`Could not start ${program}: ${error.message}`)
      finish(127)
    })
    child.once('exit', (code) => finish(isOverdue ? 124 : (code ?? 1)))
  })
}
