/**
 * Hosts that models come from. The page's policy is made from this list, and the app explains itself by it:
 * what is not here the browser does not fetch, whatever the page asks for.
 */
const hubHosts = [
  'https://huggingface.co',
  // Where the hub sends a browser for large files.
  'https://*.huggingface.co',
  'https://*.hf.co',
]

/** Words between which a deployment lists more hosts: `VITE_MODEL_HOSTS` at build time. */
const separators = /[\s,]+/

/** `scheme://host[:port]` without a path, encrypted or of this machine; nothing that could end a directive. */
const source = /^(https:\/\/(\*\.)?[\w-]+(\.[\w-]+)*|http:\/\/(localhost|127\.0\.0\.1))(:\d{1,5})?$/

/** The hub's hosts and those that this deployment adds. Throws on a word that is no host: a build must not guess. */
export function readModelHosts(added: string | undefined): readonly string[] {
  const words = (added ?? '').split(separators).filter((word) => word !== '')
  const wrong = words.find((word) => !source.test(word))
  if (wrong !== undefined)
    throw new Error(`VITE_MODEL_HOSTS has ${wrong}; a host reads https://models.example.org.`)
  return [...hubHosts, ...words]
}

/** Whether the policy lets the page fetch from an address. */
export function isAllowedHost(url: string, hosts: readonly string[], ownOrigin: string): boolean {
  const { origin, protocol, port, hostname } = new URL(url)
  if (origin === ownOrigin) return true
  return hosts.some((host) => {
    if (!host.includes('://*.')) return host === origin
    const [scheme = '', rest = ''] = host.split('://*.')
    const [domain = '', allowedPort = ''] = rest.split(':')
    return protocol === `${scheme}:` && port === allowedPort && hostname.endsWith(`.${domain}`)
  })
}

/** Why an address is out of reach here, and two ways round it. */
export const describeBlockedHost = (url: string): string =>
  `This deployment does not let the page fetch from ${new URL(url).origin}. Whoever runs it can allow that host by building it with VITE_MODEL_HOSTS=${new URL(url).origin}; a model from a folder on this device works without.`
