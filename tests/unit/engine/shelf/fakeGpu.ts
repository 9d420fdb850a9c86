/** A graphics device with so many bytes of memory, as a trial of it asks for. */
export function createFakeGpu(memory: number): object {
  let taken = 0
  const device = {
    lost: new Promise(() => undefined),
    queue: { submit: () => undefined, onSubmittedWorkDone: () => Promise.resolve() },
    pushErrorScope: () => undefined,
    popErrorScope: () => Promise.resolve(taken > memory ? { message: 'out of memory' } : null),
    createBuffer({ size }: { size: number }) {
      taken += size
      return { destroy: () => (taken -= size) }
    },
    createCommandEncoder: () => ({ clearBuffer: () => undefined, finish: () => ({}) }),
    destroy: () => undefined,
  }
  const adapter = { limits: { maxBufferSize: 2 ** 20 }, requestDevice: async () => device }
  return { requestAdapter: async () => adapter }
}
