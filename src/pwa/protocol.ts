import * as v from 'valibot'

/** What the window asks of the service worker; each question comes with a port for its answer. */
export type ToServiceWorker =
  | { readonly type: 'version' }
  /** `deep` hashes each file; otherwise it is only looked whether it is there. */
  | { readonly type: 'check'; readonly deep: boolean }
  /** Fetches what is missing or wrong. */
  | { readonly type: 'repair' }
  /** Asked of a version that waits, once the person wants it. */
  | { readonly type: 'take-over' }
  /** Removes the files of versions that no tab runs any more. */
  | { readonly type: 'tidy' }

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const checkSchema = v.object({
  files: count,
  /** Paths of files that are not there, and of files that are not what they must be. */
  missing: v.array(v.string()),
  wrong: v.array(v.string()),
})

const answerSchema = v.variant('type', [
  v.object({ type: v.literal('version'), version: v.string() }),
  v.object({ type: v.literal('checked'), check: checkSchema }),
  v.object({ type: v.literal('done') }),
  v.object({ type: v.literal('failed'), detail: v.string() }),
])

/** Said to every tab while a version is being installed. */
const newsSchema = v.variant('type', [
  v.object({ type: v.literal('installing'), version: v.string(), done: count, total: count }),
  v.object({ type: v.literal('install-failed'), version: v.string(), detail: v.string() }),
])

/** What of a release is in its cache. */
export type ReleaseCheck = v.InferOutput<typeof checkSchema>
export type ServiceWorkerAnswer = v.InferOutput<typeof answerSchema>
export type ServiceWorkerNews = v.InferOutput<typeof newsSchema>

/** Undefined when it is no answer of ours. */
export function readAnswer(data: unknown): ServiceWorkerAnswer | undefined {
  const { success, output } = v.safeParse(answerSchema, data)
  return success ? output : undefined
}

export function readNews(data: unknown): ServiceWorkerNews | undefined {
  const { success, output } = v.safeParse(newsSchema, data)
  return success ? output : undefined
}
