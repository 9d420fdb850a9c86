import type { ModelId } from '../engine.ts'
import type { DeviceFacts } from './device.ts'
import { fit, type Fit } from './fit.ts'
import { countParameters } from './memory.ts'
import type { CatalogueRecord } from './record.ts'

export interface RankedModel extends Fit {
  readonly record: CatalogueRecord
}

const verdicts: readonly Fit['verdict'][] = ['runs', 'tight', 'unknown', 'cannot']
const roles: readonly CatalogueRecord['role'][] = ['reasoning', 'comparison', 'embedded']

export interface RankOptions {
  /** Models whose files are here. */
  readonly stored?: ReadonlySet<ModelId> | undefined
  /** Models whose library this deployment is known to lack. */
  readonly withoutLibrary?: ReadonlySet<ModelId> | undefined
}

/**
 * All models, the best choice for this device first and those that cannot run last, with why. Each is asked
 * with the context given, or with its own longest where that is shorter. Among models that run alike R1 goes
 * before others, and large before small.
 */
export function rankModels(
  records: readonly CatalogueRecord[],
  device: DeviceFacts,
  context: number,
  { stored = new Set(), withoutLibrary = new Set() }: RankOptions = {},
): readonly RankedModel[] {
  return records
    .map((record) => ({
      record,
      ...fit({
        device,
        record,
        context: Math.min(context, record.longestContext),
        isStored: stored.has(record.id),
        lacksLibrary: withoutLibrary.has(record.id),
      }),
    }))
    .toSorted((a, b) => compareKeys(sortKey(a), sortKey(b)))
}

/** Smaller is better, the first figure that differs decides. */
function sortKey({ record, verdict }: RankedModel): readonly number[] {
  const { quantized, whole } = countParameters(record.architecture)
  return [
    verdicts.indexOf(verdict),
    roles.indexOf(record.role),
    -(quantized + whole),
    // Half the cache and faster, where the device can.
    record.quantization.includes('f16') ? 0 : 1,
  ]
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index])
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}
