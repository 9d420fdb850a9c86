import type { DeviceFacts } from './device.ts'
import { fit, type Fit } from './fit.ts'
import { countParameters } from './memory.ts'
import type { CatalogueRecord } from './record.ts'

export interface RankedModel extends Fit {
  readonly record: CatalogueRecord
}

const verdicts: readonly Fit['verdict'][] = ['runs', 'tight', 'unknown', 'cannot']
const roles: readonly CatalogueRecord['role'][] = ['reasoning', 'comparison', 'embedded']

/**
 * All models, the best choice for this device first and those that cannot run last, with why. Each is asked
 * with the context given, or with its own longest where that is shorter. Among models that run alike, one
 * with a library of its own goes before one with a sister's, R1 before others, and large before small.
 */
export function rankModels(
  records: readonly CatalogueRecord[],
  device: DeviceFacts,
  context: number,
  stored: ReadonlySet<string> = new Set(),
): readonly RankedModel[] {
  return records
    .map((record) => ({
      record,
      ...fit({
        device,
        record,
        context: Math.min(context, record.longestContext),
        isStored: stored.has(record.id),
      }),
    }))
    .toSorted((a, b) => compareKeys(sortKey(a), sortKey(b)))
}

/** Smaller is better, the first figure that differs decides. */
function sortKey({ record, verdict }: RankedModel): readonly number[] {
  const { quantized, whole } = countParameters(record.architecture)
  return [
    verdicts.indexOf(verdict),
    record.library.mismatch === undefined ? 0 : 1,
    roles.indexOf(record.role),
    -(quantized + whole),
    // Half the cache and faster, where the device can.
    record.quantization === 'q4f16_1' ? 0 : 1,
  ]
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index])
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}
