import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import * as v from 'valibot'

import { alter, controlSchema, type Control, type Fault } from './fault.ts'
import { answerPreflight, crossOriginHeaders } from './crossOrigin.ts'
import { sendBody } from './sendBody.ts'

export interface Asked {
  readonly name: string
  readonly range: string | undefined
  readonly ifRange: string | undefined
}

export interface FaultServer {
  readonly origin: string
  /** The same files at another port and without faults, where `redirect` leads. */
  readonly otherOrigin: string
  readonly asked: Asked[]
  /** Bytes of bodies that were written, by file. */
  readonly bytesByName: Map<string, number>
  /** Taken from the front, one a request for the file. */
  readonly faultsByName: Map<string, Fault[]>
  /** Files by the last part of their path, wherever they are asked for. */
  readonly filesByName: Map<string, Uint8Array<ArrayBuffer>>
  allowsRange: boolean
  control(change: Control): void
  close(): Promise<void>
}

/** What is shorter comes in one piece, or is a list that says what is to come. */
const leastCut = 64 * 1024

export interface FaultServerOptions {
  /** 0 for any free port. */
  readonly port?: number
  readonly random?: () => number
}

/** A real server on this machine whose faults are taken from a list, one a request. */
export async function startFaultServer(options: FaultServerOptions = {}): Promise<FaultServer> {
  const { port = 0, random = Math.random } = options
  const open = new Set<ServerResponse>()
  let isDown = false
  let bytesPerSecond = 0
  let randomCuts = 0
  let lingerMs = 0

  function takeFault(name: string, bytes: number): Fault {
    const listed = server.faultsByName.get(name)?.shift()
    if (listed !== undefined) return listed
    if (randomCuts === 0 || bytes < leastCut) return { kind: 'none' }
    randomCuts -= 1
    return { kind: 'cut', after: Math.floor(random() * bytes) }
  }

  function answer(request: IncomingMessage, response: ServerResponse, hasFaults: boolean): void {
    open.add(response)
    response.on('close', () => open.delete(response))
    if (isDown) return void response.destroy()
    if (answerPreflight(request, response)) return
    const path = new URL(request.url ?? '/', 'http://local').pathname
    if (path === '/control') return void answerControl(request, response)
    const name = decodeURIComponent(path.split('/').at(-1) ?? '')
    const { range } = request.headers
    const ifRange = request.headers['if-range']
    server.asked.push({ name, range, ifRange: typeof ifRange === 'string' ? ifRange : undefined })
    const file = server.filesByName.get(name)
    if (file === undefined) return void response.writeHead(404, crossOriginHeaders).end()
    const etag = `"${name}-${file.length}"`
    const isSame = ifRange === undefined || ifRange === etag
    const asksPart = range !== undefined && server.allowsRange && isSame
    const wished = asksPart ? Number(/^bytes=(\d+)-$/.exec(range)?.[1]) : 0
    const fault: Fault = hasFaults ? takeFault(name, file.length - wished) : { kind: 'none' }
    if (fault.kind === 'status')
      return void response.writeHead(fault.status, { ...crossOriginHeaders, ...wait(fault) }).end()
    if (fault.kind === 'redirect') {
      const location = server.otherOrigin + path
      return void response.writeHead(302, { ...crossOriginHeaders, location }).end()
    }
    const isPart = asksPart && fault.kind !== 'whole'
    const start = isPart ? wished : 0
    const body = alter(file.slice(start), fault)
    response.writeHead(isPart ? 206 : 200, {
      ...crossOriginHeaders,
      'content-type': name.endsWith('.json') ? 'application/json' : 'application/octet-stream',
      'content-length': body.length,
      etag,
      ...(isPart ? { 'content-range': `bytes ${start}-${file.length - 1}/${file.length}` } : {}),
    })
    void sendBody(response, body, {
      end: fault.kind === 'cut' || fault.kind === 'silent' ? fault : undefined,
      bytesPerSecond: () => bytesPerSecond,
      lingerMs,
      onSent: (bytes) => server.bytesByName.set(name, (server.bytesByName.get(name) ?? 0) + bytes),
    })
  }

  async function answerControl(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const change = v.safeParse(controlSchema, parseJson(Buffer.concat(chunks).toString()))
      if (!change.success) return void response.writeHead(400).end(`${change.issues[0].message}\n`)
      server.control(change.output)
    }
    const bytes = Object.fromEntries(server.bytesByName)
    const headers = { ...crossOriginHeaders, 'content-type': 'application/json' }
    response.writeHead(200, headers).end(`${JSON.stringify({ isDown, bytes }, undefined, 2)}\n`)
  }

  const first = createServer((request, response) => answer(request, response, true))
  const second = createServer((request, response) => answer(request, response, false))
  const server: FaultServer = {
    origin: await listen(first, port),
    otherOrigin: await listen(second, port === 0 ? 0 : port + 1),
    asked: [],
    bytesByName: new Map(),
    faultsByName: new Map(),
    filesByName: new Map(),
    allowsRange: true,

    control(change) {
      for (const [name, faults] of Object.entries(change.faults ?? {}))
        server.faultsByName.set(name, [...faults])
      server.allowsRange = change.allowsRange ?? server.allowsRange
      bytesPerSecond = change.bytesPerSecond ?? bytesPerSecond
      lingerMs = change.lingerMs ?? lingerMs
      randomCuts = change.randomCuts ?? randomCuts
      isDown = change.isDown ?? isDown
      if (isDown) for (const response of open) response.destroy()
    },

    async close() {
      for (const response of open) response.destroy()
      await Promise.all([first, second].map(stop))
    },
  }
  return server
}

const wait = ({ retryAfter }: Fault & { kind: 'status' }): Record<string, string> =>
  retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }

async function listen(http: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, '127.0.0.1', resolve)
  })
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`
}

function stop(http: Server): Promise<void> {
  return new Promise((resolve) => {
    http.close(() => resolve())
    http.closeAllConnections()
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
