import { readModelManifest } from '../catalogue/readManifest.ts'
import { type AddReading, refused } from './plan.ts'
import type { PlanDeps } from './planAddress.ts'
import { isListed } from './listed.ts'
import { isOfApp, planModel } from './planModel.ts'

/** What the models of a list would bring; one wrong field refuses the list and is named. */
export async function planManifest(content: Blob, deps: PlanDeps): Promise<AddReading> {
  let value: unknown
  try {
    value = JSON.parse(await content.text())
  } catch {
    return refused('The file is not JSON.')
  }
  const reading = readModelManifest(value)
  if (reading.kind === 'refused') return refused(`The list is refused: ${reading.why}`)
  const own = reading.models.find(({ id }) => isListed(id) || isOfApp(id, deps))
  if (own !== undefined)
    return refused(
      `${own.id} is in this app’s own list and stays as it is. Give the other one an id of its own.`,
    )
  const models = reading.models.map((record) => planModel(record, deps))
  if (models.length === 0) return refused('The list is empty.')
  return { kind: 'plan', plan: { source: 'manifest', models } }
}
