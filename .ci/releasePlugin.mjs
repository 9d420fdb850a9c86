import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { build } from 'vite'

import { formatCaddyfile, formatHeadersFile, formatNginx } from './hosting.mjs'
import { stampRelease } from './release.mjs'

const source = 'src/pwa/worker/serviceWorker.ts'

/**
 * Makes the built folder a release: adds `sw.js`, which keeps every file of it for offline use, and
 * configuration for hosts with the headers that it needs. No library is used for the service worker, since
 * none keeps the files of the older release for tabs that still run it.
 * @param {Readonly<Record<string, string>>} headers
 * @returns {import('vite').Plugin}
 */
export function releasePlugin(headers) {
  let root = ''
  let folder = ''
  return {
    name: 'release',
    apply: 'build',
    configResolved(config) {
      root = config.root
      folder = join(root, config.build.outDir)
    },
    closeBundle: {
      sequential: true,
      async handler() {
        if (this.meta.watchMode) return
        const code = await bundleServiceWorker(root)
        writeFileSync(
          join(folder, 'sw.js'),
          `const builtHeaders = ${JSON.stringify(headers)};\n${code}`,
        )
        mkdirSync(join(folder, 'hosting'), { recursive: true })
        writeFileSync(join(folder, '_headers'), formatHeadersFile(headers))
        writeFileSync(join(folder, 'hosting/nginx.conf'), formatNginx(headers))
        writeFileSync(join(folder, 'hosting/Caddyfile'), formatCaddyfile(headers))
        const { version, files } = stampRelease(folder)
        this.info(`Release ${version}: ${files.length} files are kept for offline use.`)
      },
    },
  }
}

/**
 * One plain script: it may not load others, since its policy allows none but itself.
 * @param {string} root
 */
async function bundleServiceWorker(root) {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: { input: join(root, source), output: { format: 'iife' } },
    },
  })
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []))
  const [chunk, ...others] = outputs
  if (chunk?.type !== 'chunk' || others.length > 0)
    throw new Error('The service worker is not one script.')
  return chunk.code
}
