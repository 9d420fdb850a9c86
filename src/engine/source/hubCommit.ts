import * as v from 'valibot'

import type { CatalogueRecord } from '../catalogue/record.ts'
import { fetchJson, type SourceDeps } from './fetchSmall.ts'
import { hubOrigin } from './weightsFolder.ts'

type Hub = CatalogueRecord['weights'] & { readonly kind: 'hub' }

/** `GET /api/models/<repository>/revision/<revision>`, of which the commit alone is read. */
const revisionSchema = v.object({ sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)) })

/**
 * The same weights by the commit that their branch is at now, so that files of two versions are never mixed.
 * As they were where the hub names no commit. Throws a ListingFailed when the hub cannot be asked.
 */
export async function pinWeights(
  weights: Hub,
  deps: SourceDeps,
  signal: AbortSignal,
): Promise<Hub> {
  if (weights.isPinned) return weights
  const { repository, revision } = weights
  const url = `${hubOrigin}/api/models/${repository}/revision/${revision}`
  const answer = v.safeParse(revisionSchema, await fetchJson(deps, url, signal))
  return answer.success ? { ...weights, revision: answer.output.sha, isPinned: true } : weights
}

/** A record with its weights by the commit that its files were fetched by. */
export const withCommit = (record: CatalogueRecord, commit: string | undefined): CatalogueRecord =>
  commit === undefined || record.weights.kind !== 'hub'
    ? record
    : { ...record, weights: { ...record.weights, revision: commit, isPinned: true } }
