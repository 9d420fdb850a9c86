import type { ModelDisk } from './modelDisk.ts'

/**
 * A disk for the engine that fetches nothing of a model from elsewhere: a chat that is opened, or a page that
 * starts, never begins a download of gigabytes. Only a person does, in the list of models.
 */
export const onlyHere = (disk: ModelDisk): Pick<ModelDisk, 'bring' | 'subscribe'> => ({
  subscribe: disk.subscribe,
  async bring(record, signal) {
    if (record.weights.kind === 'app') return disk.bring(record, signal)
    const files = await disk.findKept(record.id)
    if (files !== undefined && (await disk.isWhole(files))) return { kind: 'here', files }
    const detail = `${record.name} is not on this device, or not all of it.`
    return { kind: 'failed', error: { kind: 'not-here', detail } }
  },
})
