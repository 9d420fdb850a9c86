import { readModelHosts } from './hosts.ts'

/** The part of a document that is read. */
interface Page {
  querySelector(selector: string): { getAttribute(name: string): string | null } | null
}

/**
 * Hosts that the page may fetch models from, as its own policy says: what the browser enforces is what the
 * app tells. Without a policy in the page, as in development, those of the build.
 */
export function readPageHosts(page: Page, built: string | undefined): readonly string[] {
  const policy = page
    .querySelector('meta[http-equiv="Content-Security-Policy"]')
    ?.getAttribute('content')
  const directive = policy
    ?.split(';')
    .map((one) => one.trim())
    .find((one) => one.startsWith('connect-src '))
  if (directive === undefined) return readModelHosts(built)
  return directive.split(/\s+/).filter((source) => /^https?:\/\//.test(source))
}
