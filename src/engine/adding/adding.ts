import type { FolderFile } from '../installed/tar.ts'
import type { ModelShelf } from '../shelf/modelShelf.ts'
import type { AddPlan, AddReading } from './plan.ts'
import { planAddress, type PlanDeps } from './planAddress.ts'
import { planFolder } from './planFolder.ts'

/** Models that nobody foresaw: looked at first, and added only when the person says so. */
export interface Adding {
  lookAtAddress(folder: string, library: string, signal: AbortSignal): Promise<AddReading>
  lookAtFiles(files: readonly FolderFile[]): Promise<AddReading>
  /** Does what the plan says, and starts what is to be fetched or copied. */
  accept(plan: AddPlan): Promise<void>
}

export interface AddingDeps extends PlanDeps {
  readonly shelf: Pick<ModelShelf, 'add' | 'obtain' | 'importFrom'>
}

export function createAdding(deps: AddingDeps): Adding {
  return {
    lookAtAddress: (folder, library, signal) => planAddress(folder, library, deps, signal),
    lookAtFiles: (files) => planFolder(files, deps),

    async accept({ source, models }) {
      for (const { record, folder } of models)
        if (folder === undefined) await deps.shelf.add(record)
        else void deps.shelf.importFrom(record, folder.files, folder.contentByName)
      // A list only adds to the choice; an address was given to be fetched.
      const [first] = models
      if (source === 'address' && first !== undefined)
        void deps.shelf.obtain(first.record.id, 'keep')
    },
  }
}
