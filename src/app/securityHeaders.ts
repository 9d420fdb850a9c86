import { readModelHosts } from '../engine/hosts.ts'

/** Read where the app is built, never in a browser. */
const environment = (globalThis as { process?: { env: Record<string, string | undefined> } })
  .process?.env

/**
 * Every header that guards the page, in one list. The served page sends them; the built page also carries
 * the policy as a <meta>, so that a host which sends no headers is still strict.
 */
const contentSecurityPolicy = {
  'default-src': ["'none'"],
  // WebLLM compiles WebAssembly; nothing evaluates JavaScript from text.
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'worker-src': ["'self'"],
  'style-src': ["'self'"],
  'font-src': ["'self'"],
  // Model output can never load a picture from elsewhere, and so cannot tell anybody that it was read.
  'img-src': ["'self'", 'data:', 'blob:'],
  // Models come from these hosts; nothing is sent to them but the request for a file.
  'connect-src': ["'self'", ...readModelHosts(environment?.['VITE_MODEL_HOSTS'])],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  // The one policy, `default`, is made in trustedTypes.ts.
  'trusted-types': ['default'],
} satisfies Record<string, string[]>

/** Directives that a browser ignores, with a console error, inside a <meta>. */
const headerOnlyDirectives = ['frame-ancestors']

/** Isolation makes `performance.now()` fine-grained and shared memory possible. */
export const isolationHeaders: Record<string, string> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** What no part of the page may ask a person for. */
const unusedFeatures = [
  'accelerometer',
  'bluetooth',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'serial',
  'usb',
  'xr-spatial-tracking',
]

export const securityHeaders: Record<string, string> = {
  ...isolationHeaders,
  'Content-Security-Policy': formatPolicy(Object.entries(contentSecurityPolicy)),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': unusedFeatures.map((feature) => `${feature}=()`).join(', '),
}

/** The policy as the `content` of `<meta http-equiv="Content-Security-Policy">`. */
export const metaContentSecurityPolicy: string = formatPolicy(
  Object.entries(contentSecurityPolicy).filter(([name]) => !headerOnlyDirectives.includes(name)),
)

function formatPolicy(directives: [name: string, sources: string[]][]): string {
  return directives.map(([name, sources]) => `${name} ${sources.join(' ')}`).join('; ')
}
