import { createReadStream, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const webLlm = fileURLToPath(
  new URL('../../node_modules/@mlc-ai/web-llm/lib/index.js', import.meta.url),
)

/** Nothing of ours runs in it: WebLLM as its package comes, reachable for the tests. */
const page = `<!doctype html>
<meta charset="utf-8">
<title>WebLLM</title>
<script type="module">
  globalThis.webLlm = await import('/web-llm.js')
</script>
`

const contentTypes: Record<string, string> = {
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
}

export interface Server {
  readonly origin: string
  close(): Promise<void>
}

/** Serves a page with unmodified WebLLM at `/`, and each folder under its name. */
export async function serveWebLlm(folders: Readonly<Record<string, string>>): Promise<Server> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://local').pathname)
    if (path === '/') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
      return
    }
    const file = path === '/web-llm.js' ? webLlm : findFile(folders, path)
    const stats = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false })
    if (file === undefined || stats?.isFile() !== true) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, {
      'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
      'content-length': stats.size,
    })
    createReadStream(file).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function findFile(folders: Readonly<Record<string, string>>, path: string): string | undefined {
  const [, name = '', ...rest] = path.split('/')
  const folder = folders[name]
  if (folder === undefined) return undefined
  const file = join(folder, ...rest)
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? file : undefined
}
