import { readFileSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { test as base } from './fixtures.ts'

export const builtApp = fileURLToPath(new URL('../../dist/', import.meta.url))

/** A host of the built app that can be stopped, cut off in mid-file and given another release. */
export interface AppServer {
  /** Of the app, below the host's top. */
  readonly address: string
  /** Paths that were asked for, from the app's address. */
  readonly requests: string[]
  /** False: a host on which nobody can set any. */
  sendsHeaders: boolean
  /** The folder that is served. */
  folder: string
  /** Files whose connection is broken after half of them. */
  breaksOff: (path: string) => boolean
  stop(): Promise<void>
}

const folderOfApp = '/ponder/'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.md': 'text/markdown',
  '.webmanifest': 'application/manifest+json',
}

async function startAppServer(): Promise<AppServer> {
  const sockets = new Set<Socket>()
  const server = createServer(answer)
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  const app: AppServer = {
    address: `http://localhost:${port}${folderOfApp}`,
    requests: [],
    sendsHeaders: true,
    folder: builtApp,
    breaksOff: () => false,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
  return app

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', app.address)
    const path = pathname.slice(folderOfApp.length) || 'index.html'
    app.requests.push(path)
    const file = join(app.folder, path)
    if (
      !pathname.startsWith(folderOfApp) ||
      statSync(file, { throwIfNoEntry: false }) === undefined
    ) {
      response.writeHead(404).end()
      return
    }
    const bytes = readFileSync(file)
    // The headers that the build wrote down for hosts, read as such a host reads them.
    const headers = readHeaders(app.folder, pathname.slice(folderOfApp.length - 1))
    response.writeHead(200, {
      ...(app.sendsHeaders ? headers : {}),
      'Content-Type': contentTypes[extname(path)] ?? 'application/octet-stream',
      'Content-Length': bytes.length,
    })
    if (!app.breaksOff(path)) response.end(bytes)
    else response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy())
  }
}

/** The headers of a path by the `_headers` of a built folder. */
function readHeaders(folder: string, path: string): Record<string, string> {
  const headers: Record<string, string> = {}
  let applies = false
  for (const line of readFileSync(join(folder, '_headers'), 'utf8').split('\n')) {
    if (!line.startsWith(' '))
      applies = line.endsWith('*') ? path.startsWith(line.slice(0, -1)) : path === line
    else if (applies) {
      const at = line.indexOf(':')
      headers[line.slice(0, at).trim()] = line.slice(at + 1).trim()
    }
  }
  return headers
}

/** Tests with a host of their own, which they may stop. */
export const test = base.extend<{ server: AppServer }>({
  // Playwright finds what a fixture needs by this pattern.
  // oxlint-disable-next-line no-empty-pattern
  server: async ({}, run) => {
    const server = await startAppServer()
    await run(server)
    await server.stop()
  },
  baseURL: async ({ server }, run) => {
    await run(server.address)
  },
})
