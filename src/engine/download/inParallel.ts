/** Works through the items, so many at a time; the first answer that is not undefined ends it all. */
export async function inParallel<Item, Answer>(
  items: readonly Item[],
  limit: number,
  signal: AbortSignal,
  work: (item: Item, signal: AbortSignal) => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  const queue = [...items]
  const end = new AbortController()
  const both = AbortSignal.any([signal, end.signal])
  let answer: Answer | undefined

  async function workOn(): Promise<void> {
    for (let item = queue.shift(); item !== undefined && !both.aborted; item = queue.shift()) {
      const found = await work(item, both)
      if (found === undefined || end.signal.aborted) continue
      answer = found
      end.abort()
    }
  }

  const workers = Array.from({ length: limit }, () =>
    workOn().catch((thrown: unknown) => {
      end.abort()
      throw thrown
    }),
  )
  // Settled, not all: nobody writes any more when this returns.
  const settled = await Promise.allSettled(workers)
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return answer
}
