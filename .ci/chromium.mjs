import { existsSync } from 'node:fs'

/** Where a system's own Chromium lives; a browser is never downloaded. */
const knownPaths = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The browser that every page test and benchmark runs in, or undefined when none is installed. */
export const installedChromium = () =>
  knownPaths.find((path) => path !== undefined && existsSync(path))
