import { createReadStream, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, sep } from 'node:path'

import { securityHeaders } from '../../src/app/securityHeaders.ts'

const dist = new URL('../../dist', import.meta.url).pathname

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

export interface ServedBuild {
  readonly url: string
  close(): Promise<void>
}

/** The built app as a deployment serves it that allows more hosts of models, under its own strict policy. */
export async function serveBuild(hosts: readonly string[]): Promise<ServedBuild> {
  // In the page's text the quotes around 'self' are escaped, so the hosts go before it.
  const allow = (policy: string): string =>
    policy.replace('connect-src ', ['connect-src', ...hosts, ''].join(' '))
  const policyName = 'Content-Security-Policy'
  const headers = { ...securityHeaders, [policyName]: allow(securityHeaders[policyName] ?? '') }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://local')
    const path = join(dist, pathname.endsWith('/') ? `${pathname}index.html` : pathname)
    const stats = path.startsWith(dist + sep)
      ? statSync(path, { throwIfNoEntry: false })
      : undefined
    if (stats?.isFile() !== true) return void response.writeHead(404, headers).end()
    const type = contentTypes[extname(path)] ?? 'application/octet-stream'
    if (path.endsWith('.html')) {
      const page = allow(readFileSync(path, 'utf8'))
      return void response.writeHead(200, { ...headers, 'content-type': type }).end(page)
    }
    response.writeHead(200, { ...headers, 'content-type': type, 'content-length': stats.size })
    createReadStream(path).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
