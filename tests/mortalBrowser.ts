import { spawn, type ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { chromium, type BrowserContext } from '@playwright/test'

import { chromiumFlags, findChromium } from './chromium.ts'

/** A browser with a profile that outlives it, and that can be killed as a person's is by their machine. */
export interface MortalBrowser {
  readonly context: BrowserContext
  /** SIGKILL to all of its processes at once; settles when they are gone. */
  kill(): Promise<void>
}

const flags = [
  ...chromiumFlags,
  '--headless=new',
  '--remote-debugging-port=0',
  '--disable-breakpad',
  '--hide-crash-restore-bubble',
  '--window-size=1280,800',
]

/** Playwright's own launch would shut it down in good order, so the process is ours. */
export async function startMortalBrowser(profile: string): Promise<MortalBrowser> {
  // Of a browser that was killed; people's browsers ask whether its process still lives, and take it over.
  for (const name of ['SingletonLock', 'SingletonCookie', 'SingletonSocket'])
    rmSync(join(profile, name), { force: true })
  const child = spawn(findChromium(), [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    // A process group of its own, which takes the signal as one.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })
  const endpoint = await findEndpoint(child)
  const browser = await chromium.connectOverCDP(endpoint)
  const [context] = browser.contexts()
  if (context === undefined) throw new Error('The browser has no window.')
  return {
    context,
    async kill() {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
      await gone
      await browser.close().catch(() => undefined)
    },
  }
}

function findEndpoint(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stderr === null) return reject(new Error('The browser cannot be heard.'))
    const lines = createInterface(child.stderr)
    lines.on('line', (line) => {
      const found = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`The browser ended with ${code}.`)))
  })
}
