import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, test } from '@playwright/test'

import { buildWithWorker, serveFolder } from '../buildWithWorker.ts'
import { createChance } from '../fakes/chance.ts'
import { killOften } from './killing.ts'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

const kills = Number(process.env['PONDER_KILLS'] ?? 40)
const seed = Number(process.env['PONDER_SEED'] ?? Date.now() % 1_000_000)

test(`${kills} kills take no word that was seen`, async () => {
  test.setTimeout(300_000 + kills * 30_000)
  console.log(`Seed ${seed}: PONDER_SEED=${seed} asks for the same lengths, moments and deaths.`)
  const folder = path('../../test-results/endurance-app')
  await buildWithWorker(path('../../dist'), folder, path('scripted.worker.ts'))
  const server = await serveFolder(folder)
  const profile = mkdtempSync(join(tmpdir(), 'ponder-kills-'))
  const startedAt = performance.now()
  try {
    const tally = await killOften(
      server.address,
      profile,
      kills,
      createChance(seed),
      ({ faults }, number) => {
        if (number % 20 === 0 || faults.length > 0)
          console.log(`${number} of ${kills} kills, ${faults.length} faults`)
      },
    )
    const seconds = Math.round((performance.now() - startedAt) / 1000)
    const { deaths, faults, ...figures } = tally
    console.log(JSON.stringify({ seed, seconds, kills, ...deaths, ...figures }))
    expect(faults).toEqual([])
    expect(tally.lost).toBe(0)
    // A harness that sees nothing would find nothing lost.
    expect(tally.seen).toBeGreaterThan(kills)
    expect(tally.early).toBeLessThan(kills / 2)
  } finally {
    await server.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})
