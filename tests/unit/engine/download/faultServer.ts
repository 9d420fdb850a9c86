import { createServer, type ServerResponse } from 'node:http'

/** What goes wrong with one request for a file; none means that all goes well. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number }
  /** The connection breaks after so many bytes of what was asked for. */
  | { readonly kind: 'cut'; readonly after: number }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'short' }
  | { readonly kind: 'long' }
  /** Sends so many bytes, then nothing, and keeps the line open. */
  | { readonly kind: 'silent'; readonly after: number }
  | { readonly kind: 'whole' }
  | { readonly kind: 'none' }

export interface Asked {
  readonly name: string
  readonly range: string | undefined
  readonly ifRange: string | undefined
}

export interface FaultServer {
  readonly origin: string
  readonly asked: Asked[]
  /** Taken from the front, one a request for the file. */
  readonly faultsByName: Map<string, Fault[]>
  readonly filesByName: Map<string, Uint8Array<ArrayBuffer>>
  allowsRange: boolean
  close(): Promise<void>
}

/** A real server on this machine whose faults are taken from a list, one a request. */
export async function startFaultServer(): Promise<FaultServer> {
  const open = new Set<ServerResponse>()
  const http = createServer((request, response) => {
    open.add(response)
    const name = (request.url ?? '').split('/').at(-1) ?? ''
    const { range } = request.headers
    const ifRange = request.headers['if-range']
    server.asked.push({ name, range, ifRange: typeof ifRange === 'string' ? ifRange : undefined })
    const file = server.filesByName.get(name)
    const fault = server.faultsByName.get(name)?.shift() ?? { kind: 'none' }
    if (fault.kind === 'status' || file === undefined) {
      response.writeHead(fault.kind === 'status' ? fault.status : 404).end()
      return
    }
    const etag = `"${name}-${file.length}"`
    const asksRange = server.allowsRange && fault.kind !== 'whole' && range !== undefined
    const isSame = ifRange === undefined || ifRange === etag
    const start = asksRange && isSame ? Number(/^bytes=(\d+)-$/.exec(range)?.[1]) : 0
    const body = changed(file.slice(start), fault)
    const isPart = asksRange && isSame
    response.writeHead(isPart ? 206 : 200, {
      'content-length': body.length,
      etag,
      ...(isPart ? { 'content-range': `bytes ${start}-${file.length - 1}/${file.length}` } : {}),
    })
    if (fault.kind === 'cut')
      response.write(body.slice(0, fault.after), () => setImmediate(() => response.destroy()))
    else if (fault.kind === 'silent') response.write(body.slice(0, fault.after))
    else response.end(body)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const server: FaultServer = {
    origin: `http://127.0.0.1:${port}`,
    asked: [],
    faultsByName: new Map(),
    filesByName: new Map(),
    allowsRange: true,
    async close() {
      for (const response of open) response.destroy()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
  return server
}

function changed(bytes: Uint8Array<ArrayBuffer>, fault: Fault): Uint8Array<ArrayBuffer> {
  if (fault.kind === 'wrong') return bytes.map((byte) => byte ^ 1)
  if (fault.kind === 'short') return bytes.slice(0, -1)
  return fault.kind === 'long' ? new Uint8Array([...bytes, 0]) : bytes
}
