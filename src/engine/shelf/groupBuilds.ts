import type { RankedModel } from '../catalogue/rankModels.ts'

/** One model as a person knows it, and its builds, the best for this device first. */
export interface ModelGroup {
  readonly name: string
  readonly builds: readonly [RankedModel, ...RankedModel[]]
}

/** Builds of one name together, where the best of them stands. */
export function groupBuilds(ranked: readonly RankedModel[]): readonly ModelGroup[] {
  const byName = new Map<string, [RankedModel, ...RankedModel[]]>()
  for (const model of ranked) {
    const builds = byName.get(model.record.name)
    if (builds === undefined) byName.set(model.record.name, [model])
    else builds.push(model)
  }
  return [...byName].map(([name, builds]) => ({ name, builds: byObstacles(builds) }))
}

/** Of builds that cannot run, the one with the fewest obstacles is the nearest to running. */
const byObstacles = (builds: ModelGroup['builds']): ModelGroup['builds'] =>
  builds[0].verdict === 'cannot'
    ? (builds.toSorted(
        (one, other) => one.reasons.length - other.reasons.length,
      ) as unknown as ModelGroup['builds'])
    : builds
