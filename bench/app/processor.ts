import type { CDPSession } from '@playwright/test'

/** Processor time that all processes of the browser have taken, in milliseconds; other programs do not lengthen it. */
export async function browserMs(browser: CDPSession): Promise<number> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  return 1000 * processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0)
}

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Processor time of the event in microseconds. */
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

/**
 * Watches the tasks of all pages' main threads; the answer ends that and tells the longest one's processor
 * time in milliseconds. A page's own long tasks are told in time that passed, which other programs lengthen.
 */
export async function watchTasks(browser: CDPSession): Promise<() => Promise<number>> {
  let mainThreads = new Set<string>()
  let tasks: readonly TraceEvent[] = []
  const thread = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`
  const collect = ({ value }: { value: readonly unknown[] }): void => {
    const events = value as readonly TraceEvent[]
    const named = events.filter(({ args }) => args.name === 'CrRendererMain')
    mainThreads = new Set([...mainThreads, ...named.map(thread)])
    tasks = [...tasks, ...events.filter(({ name, tdur = 0 }) => name === 'RunTask' && tdur > 1000)]
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
    return own.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur), 0) / 1000
  }
}
