import { canStart, memoryRoom, usableBuffer, type DeviceFacts } from './device.ts'
import { downloadSize, largestBuffer, memoryNeed } from './memory.ts'
import type { CatalogueRecord } from './record.ts'

export interface FitReason {
  readonly kind:
    | 'no-webgpu'
    | 'adapter-too-small'
    | 'no-f16'
    | 'buffer-too-small'
    | 'context-too-long'
    | 'memory-short'
    | 'memory-tight'
    | 'memory-unknown'
    | 'disk-short'
    | 'disk-tight'
    | 'disk-unknown'
    | 'library-missing'
  /** A sentence for a person. */
  readonly words: string
}

/** Will it run here? `cannot` has every reason, so that nobody mends one to meet the next. */
export interface Fit {
  readonly verdict: 'runs' | 'tight' | 'unknown' | 'cannot'
  readonly reasons: readonly FitReason[]
}

type Finding = FitReason & { readonly weight: Fit['verdict'] }

const order = ['runs', 'tight', 'unknown', 'cannot'] as const

export interface FitQuestion {
  readonly device: DeviceFacts
  readonly record: CatalogueRecord
  readonly context: number
  /** Files that are on the disk already need no room. */
  readonly isStored?: boolean | undefined
  /** Whether this deployment is known to lack the model's library. */
  readonly lacksLibrary?: boolean | undefined
}

export function fit(question: FitQuestion): Fit {
  const findings = [
    ...gpuFindings(question),
    ...contextFindings(question),
    ...memoryFindings(question),
    ...diskFindings(question),
    ...libraryFindings(question),
  ]
  const worst = Math.max(0, ...findings.map(({ weight }) => order.indexOf(weight)))
  const verdict = order[worst] ?? 'cannot'
  const told = verdict === 'cannot' ? findings.filter(({ weight }) => weight === verdict) : findings
  return { verdict, reasons: told.map(({ kind, words }) => ({ kind, words })) }
}

function gpuFindings({ device: { gpu }, record, context }: FitQuestion): Finding[] {
  if (gpu.kind === 'no-webgpu') return [cannot('no-webgpu', 'This browser has no WebGPU.')]
  if (gpu.kind === 'no-adapter')
    return [cannot('no-webgpu', 'The browser found no graphics adapter.')]
  const findings: Finding[] = []
  if (!canStart(gpu))
    findings.push(
      cannot('adapter-too-small', 'The graphics adapter offers less than any model needs.'),
    )
  if (record.quantization.includes('f16') && !gpu.hasF16)
    findings.push(
      cannot('no-f16', 'The graphics adapter has no 16-bit floats. A q4f32_1 build needs none.'),
    )
  const needs = largestBuffer(record, context)
  const has = usableBuffer(gpu)
  if (needs > has)
    findings.push(
      cannot(
        'buffer-too-small',
        `The model needs a buffer of ${inWords(needs)}; here the largest is ${inWords(has)}.`,
      ),
    )
  return findings
}

function contextFindings({ record, context }: FitQuestion): Finding[] {
  if (context <= record.longestContext) return []
  const words = `The model was made for ${record.longestContext} tokens of context, not ${context}.`
  return [cannot('context-too-long', words)]
}

function memoryFindings({ device, record, context }: FitQuestion): Finding[] {
  const needs = memoryNeed(record, context).total
  const { comfortable, most } = memoryRoom(device)
  const { trial } = device
  if (trial?.tooMuch !== undefined && needs >= trial.tooMuch)
    return [
      cannot(
        'memory-short',
        `The model needs about ${inWords(needs)} of graphics memory; a trial found less than ${inWords(trial.tooMuch)}.`,
      ),
    ]
  if (needs <= comfortable) return []
  const says = `The model needs about ${inWords(needs)} of graphics memory`
  if (most === undefined)
    return [
      {
        weight: 'unknown',
        kind: 'memory-unknown',
        words: `${says}, and the browser does not say how much there is.`,
      },
    ]
  if (needs > most) return [cannot('memory-short', `${says}; there is room for ${inWords(most)}.`)]
  return [
    {
      weight: 'tight',
      kind: 'memory-tight',
      words: `${says}, nearly all of the ${inWords(most)} there is. Close what else uses it.`,
    },
  ]
}

function diskFindings({ device: { storage }, record, isStored }: FitQuestion): Finding[] {
  if (isStored === true || record.weights.kind === 'app' || record.weights.kind === 'local')
    return []
  const { bytes } = downloadSize(record)
  if (storage === undefined)
    return [
      {
        weight: 'runs',
        kind: 'disk-unknown',
        words: `The download is ${inWords(bytes)}; the browser does not say how much it may store.`,
      },
    ]
  const free = Math.max(0, storage.quota - storage.usage)
  const words = `The download is ${inWords(bytes)}; the browser may store ${inWords(free)} more.`
  if (free < bytes) return [cannot('disk-short', words)]
  // Tokenizer, library and chats want some room too.
  return free < bytes * 1.1 ? [{ weight: 'tight', kind: 'disk-tight', words }] : []
}

/** Known before a download of gigabytes that could not be used. */
const libraryFindings = ({ lacksLibrary, isStored }: FitQuestion): Finding[] =>
  lacksLibrary === true && isStored !== true
    ? [
        cannot(
          'library-missing',
          'This deployment has no library for it; whoever runs it can make one with `npm run model:libraries`.',
        ),
      ]
    : []

const cannot = (kind: FitReason['kind'], words: string): Finding => ({
  weight: 'cannot',
  kind,
  words,
})

/** Decimal units, as disks and downloads are sold. */
const inWords = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`
