import { afterEach, beforeEach, expect, test } from 'vitest'

import { type FaultServer, startFaultServer } from '../../fakes/faultServer/faultServer.ts'

let server: FaultServer
let url: string

beforeEach(async () => {
  server = await startFaultServer()
  server.filesByName.set('shard.bin', new Uint8Array(100_000).fill(7))
  url = `${server.origin}/any/resolve/main/shard.bin`
})

afterEach(() => server.close())

const control = (change: object): Promise<Response> =>
  fetch(`${server.origin}/control`, { method: 'POST', body: JSON.stringify(change) })

test('bytes are counted by file, a part as what was sent of it', async () => {
  await (await fetch(url)).arrayBuffer()
  const part = await fetch(url, { headers: { range: 'bytes=99000-' } })
  expect(part.headers.get('content-range')).toBe('bytes 99000-99999/100000')
  expect((await part.arrayBuffer()).byteLength).toBe(1_000)
  const told: unknown = await (await fetch(`${server.origin}/control`)).json()
  expect(told).toEqual({ isDown: false, bytes: { 'shard.bin': 101_000 } })
})

test('a fault is asked for from outside, and passes', async () => {
  await control({ faults: { 'shard.bin': [{ kind: 'status', status: 429, retryAfter: 2 }] } })
  const refused = await fetch(url)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2'])
  expect((await fetch(url)).status).toBe(200)
})

test('a redirect leads to another port, which has the file', async () => {
  server.faultsByName.set('shard.bin', [{ kind: 'redirect' }])
  const response = await fetch(url)
  expect(response.url).toBe(`${server.otherOrigin}/any/resolve/main/shard.bin`)
  expect((await response.arrayBuffer()).byteLength).toBe(100_000)
})

test('a network that is gone breaks what runs and serves nothing new', async () => {
  await control({ bytesPerSecond: 1_000_000 })
  const running = await fetch(url)
  server.control({ isDown: true })
  await expect(running.arrayBuffer()).rejects.toThrow('terminated')
  await expect(fetch(url)).rejects.toThrow('fetch failed')
  server.control({ isDown: false, bytesPerSecond: 0 })
  expect((await fetch(url)).status).toBe(200)
})

test('so many requests are cut by chance, and no more', async () => {
  await control({ randomCuts: 2 })
  const read = async (): Promise<number> => (await (await fetch(url)).arrayBuffer()).byteLength
  await expect(read()).rejects.toThrow(/terminated|fetch failed/)
  await expect(read()).rejects.toThrow(/terminated|fetch failed/)
  expect(await read()).toBe(100_000)
})

test('a wrong order is refused and changes nothing', async () => {
  expect((await control({ isDown: 'yes' })).status).toBe(400)
  expect((await fetch(url)).status).toBe(200)
})
