import type { Health } from './health.ts'

/** What is told of the app beside what is stored: words of ours and of the browser, none of a person's. */
export interface Surroundings {
  readonly browser: string
  readonly language: string
  readonly engine: string
  readonly saving: string
  readonly isSecure: boolean
  readonly isIsolated: boolean
  readonly hasWebGpu: boolean
  readonly isInstalled: boolean
}

/**
 * A report to paste where one asks for help. It is made of counts, states and the browser's name: no key,
 * title, text or reason gets in, as a reason may quote what it could not read.
 */
export function describeHealth(health: Health, around: Surroundings): string {
  const { kinds, damaged, estimate, isPersisted, backups } = health
  const lines = [
    'Ponder diagnostics',
    `Browser: ${around.browser}`,
    `Language: ${around.language}`,
    `Engine: ${around.engine}`,
    `Saving: ${around.saving}`,
    `WebGPU: ${yesNo(around.hasWebGpu)}; secure: ${yesNo(around.isSecure)}; isolated: ${yesNo(around.isIsolated)}; installed: ${yesNo(around.isInstalled)}`,
    `Storage: ${estimate === null ? 'not told' : `${estimate.usage} of ${estimate.quota} bytes`}; persistent: ${isPersisted === null ? 'not told' : yesNo(isPersisted)}`,
    ...kinds.map(({ kind, records, bytes }) => `${kind}: ${records} records, ${bytes} bytes`),
    `Last backup: ${describeLast(backups.last)}; automatic: ${backups.automatic}`,
    `Damaged: ${damaged.length}`,
  ]
  return `${lines.join('\n')}\n`
}

const describeLast = (last: Health['backups']['last']): string =>
  typeof last === 'string' ? last : `${new Date(last.at).toISOString()} (${last.to})`

const yesNo = (value: boolean): string => (value ? 'yes' : 'no')
