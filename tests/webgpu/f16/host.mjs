// Unmodified WebLLM in Node, on Dawn. Prompts come in as JSON lines, replies go out as JSON lines.
// usage: node host.mjs WEIGHTS_URL LIBRARY_URL TOKEN_LIMIT
import { Console } from 'node:console'
import { readFileSync } from 'node:fs'

import { create, globals } from 'webgpu'

const { argv, stderr, stdout, exit } = process
const [weightsUrl = '', libraryUrl = '', limit = ''] = argv.slice(2)
const requests = readFileSync(0, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line))

Object.assign(globalThis, globals)
const gpu = create([])
const navigator = {
  gpu,
  userAgent: 'node',
  storage: { estimate: async () => ({ quota: 2 ** 40, usage: 0 }) },
}
Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true })
Object.assign(globalThis, {
  // stdout carries replies alone.
  console: new Console(stderr),
  caches: createMemoryCaches(),
  location: new URL('http://127.0.0.1/'),
  self: globalThis,
  // TVM's runtime takes a worker's way where `importScripts` is there and `process` is not; by Node's
  // own way it would look for files beside itself.
  importScripts() {},
  process: undefined,
})

const adapter = await gpu.requestAdapter()
if (!adapter?.features.has('shader-f16')) throw new Error('The adapter has no shader-f16.')
stderr.write(`WebGPU: ${adapter.info.description || adapter.info.vendor}\n`)

// oxlint-disable-next-line no-restricted-imports -- WebLLM is what this host is for.
const { MLCEngine } = await import('@mlc-ai/web-llm')
/** @type {number[]} */
let tokens = []
const recorder = {
  /** @param {Float32Array} logits */
  processLogits: (logits) => logits,
  /** @param {number} token */
  processSampledToken: (token) => void tokens.push(token),
  resetState() {},
}
const engine = new MLCEngine({
  appConfig: { model_list: [{ model: weightsUrl, model_id: 'model', model_lib: libraryUrl }] },
  logitProcessorRegistry: new Map([['model', recorder]]),
  logLevel: 'SILENT',
})
await engine.reload('model')
for (const [index, { prompt }] of requests.entries()) {
  tokens = []
  await engine.completions.create({ prompt, max_tokens: Number(limit), temperature: 0 })
  stdout.write(`${JSON.stringify({ prompt, tokens })}\n`)
  stderr.write(`${index + 1} of ${requests.length}: ${tokens.length} tokens\n`)
}
// Dawn's threads crash on a tidy exit while the device lives.
exit(0)

/** The browser's Cache API, as far as WebLLM uses it. */
function createMemoryCaches() {
  /** @type {Map<string, ReturnType<typeof createMemoryCache>>} */
  const named = new Map()
  return {
    /** @param {string} name */
    async open(name) {
      const cache = named.get(name) ?? createMemoryCache()
      named.set(name, cache)
      return cache
    },
    has: async (/** @type {string} */ name) => named.has(name),
    delete: async (/** @type {string} */ name) => named.delete(name),
  }
}

function createMemoryCache() {
  /** @type {Map<string, ArrayBuffer>} */
  const bodies = new Map()
  /** @param {Request | URL | string} request */
  const urlOf = (request) => (request instanceof Request ? request.url : String(request))
  return {
    /** @param {Request | URL | string} request */
    async match(request) {
      const body = bodies.get(urlOf(request))
      return body && new Response(body)
    },
    /** @param {Request | URL | string} request */
    async add(request) {
      const response = await fetch(request)
      if (!response.ok) throw new Error(`${urlOf(request)} answered ${response.status}.`)
      bodies.set(urlOf(request), await response.arrayBuffer())
    },
    /** @param {Request | URL | string} request @param {Response} response */
    async put(request, response) {
      bodies.set(urlOf(request), await response.arrayBuffer())
    },
    delete: async (/** @type {Request | URL | string} */ request) => bodies.delete(urlOf(request)),
    keys: async () => [...bodies.keys()].map((url) => ({ url })),
  }
}
