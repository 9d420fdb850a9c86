import type { CDPSession } from '@playwright/test'

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Processor time of the event, and the time that passed meanwhile, in microseconds. */
  readonly tdur?: number
  readonly dur?: number
  readonly args: { readonly name?: string }
}

/** Milliseconds of the longest task; the two figures may be those of two tasks. */
export interface LongestTask {
  /** Processor time, which other programs do not lengthen. */
  readonly processorMs: number
  readonly passedMs: number
}

/** Watches the tasks of all pages' main threads; the answer ends that and tells the longest one. */
export async function watchTasks(browser: CDPSession): Promise<() => Promise<LongestTask>> {
  let mainThreads = new Set<string>()
  let tasks: readonly TraceEvent[] = []
  const thread = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`
  const collect = ({ value }: { value: readonly unknown[] }): void => {
    const events = value as readonly TraceEvent[]
    const named = events.filter(({ args }) => args.name === 'CrRendererMain')
    mainThreads = new Set([...mainThreads, ...named.map(thread)])
    tasks = [...tasks, ...events.filter(({ name, dur = 0 }) => name === 'RunTask' && dur > 1000)]
  }
  browser.on('Tracing.dataCollected', collect)
  await browser.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline'] },
  })
  return async () => {
    const isComplete = new Promise((resolve) => browser.once('Tracing.tracingComplete', resolve))
    await browser.send('Tracing.end')
    await isComplete
    browser.off('Tracing.dataCollected', collect)
    const own = tasks.filter((task) => mainThreads.has(thread(task)))
    const longest = (read: (task: TraceEvent) => number | undefined): number =>
      own.reduce((most, task) => Math.max(most, read(task) ?? 0), 0) / 1000
    return { processorMs: longest(({ tdur }) => tdur), passedMs: longest(({ dur }) => dur) }
  }
}
