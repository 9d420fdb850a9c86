import type { EngineError } from '../engine.ts'
import type { DownloadDeps } from './downloadDeps.ts'

/** Whether so much more fits; where the browser does not say, writing will tell. */
export async function checkRoom(
  needed: number,
  estimate: DownloadDeps['estimate'],
): Promise<EngineError | undefined> {
  const { usage, quota } = await estimate()
  if (usage === undefined || quota === undefined || needed <= quota - usage) return undefined
  return { kind: 'quota', detail: `${needed} bytes needed, ${Math.max(0, quota - usage)} free` }
}
