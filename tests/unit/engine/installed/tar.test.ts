import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { createTar, readTar } from '../../../../src/engine/installed/tar.ts'

const name = fc.stringMatching(/^[\w-][\w.-]{0,40}$/)
const file = fc.record({
  path: fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
  bytes: fc.uint8Array({ maxLength: 1_500 }),
})

const toBlob = (bytes: Uint8Array): Blob => new Blob([Uint8Array.from(bytes)])

test('what goes into an archive comes out of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(file, { maxLength: 6 }), async (files) => {
      const tar = createTar(files.map(({ path, bytes }) => ({ path, content: toBlob(bytes) })))
      const read = await readTar(tar)
      expect(read.map(({ path }) => path)).toEqual(files.map(({ path }) => path))
      for (const [at, { content }] of read.entries())
        expect(new Uint8Array(await content.arrayBuffer())).toEqual(
          Uint8Array.from(files[at]?.bytes ?? []),
        )
    }),
  )
})

test('any other tar reads it, a long path too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tar-'))
  try {
    const path = `${'deep'.repeat(20)}/${'down'.repeat(20)}/shard.bin`
    const tar = createTar([{ path, content: new Blob(['some bytes']) }])
    writeFileSync(join(folder, 'a.tar'), new Uint8Array(await tar.arrayBuffer()))
    execFileSync('tar', ['xf', 'a.tar'], { cwd: folder })
    expect(readFileSync(join(folder, path), 'utf8')).toBe('some bytes')
    execFileSync('tar', ['cf', 'b.tar', '--format=ustar', path], { cwd: folder })
    const [read] = await readTar(new Blob([new Uint8Array(readFileSync(join(folder, 'b.tar')))]))
    expect([read?.path, await read?.content.text()]).toEqual([path, 'some bytes'])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('what is no archive, or half of one, says so', async () => {
  const tar = createTar([{ path: 'a', content: new Blob(['x'.repeat(2_000)]) }])
  await expect(readTar(tar.slice(0, 1_600))).rejects.toThrow('ends inside a')
  await expect(readTar(tar.slice(0, 2_560))).rejects.toThrow('no end')
  await expect(readTar(new Blob(['x'.repeat(1_024)]))).rejects.toThrow('not a tar')
  await expect(readTar(new Blob([]))).rejects.toThrow('no end')
})
