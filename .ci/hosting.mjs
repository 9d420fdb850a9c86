/**
 * What hosts must send with the app, as configuration for common ones: all of it made from one list.
 * @typedef {Readonly<Record<string, string>>} Headers
 * @typedef {{ path: string, cacheControl: string }} CachingRule
 */

const aYear = 'public, max-age=31536000, immutable'
/** Asked for each time, and not sent again when it is the same. */
const askFirst = 'no-cache'

/**
 * How long each kind of file may be kept without asking; `*` stands for the rest of a path. What no rule is
 * for is asked for each time.
 * @type {readonly CachingRule[]}
 */
export const cachingRules = [
  // Named by what is in them.
  { path: '/assets/*', cacheControl: aYear },
  { path: '/models/nano/resolve/*', cacheControl: aYear },
  // Named the same in each version: these lead to all others.
  { path: '/', cacheControl: askFirst },
  { path: '/index.html', cacheControl: askFirst },
  { path: '/sw.js', cacheControl: askFirst },
  { path: '/manifest.webmanifest', cacheControl: askFirst },
  { path: '/models/nano/manifest.json', cacheControl: askFirst },
]

const fixedRules = cachingRules.filter(({ cacheControl }) => cacheControl === aYear)

/**
 * `_headers`, as static hosts read it that take headers from a file in the served folder. It holds for an app
 * at the top of its host. No two of its rules set the same header of a file: hosts differ in what that means.
 * @param {Headers} headers
 */
export function formatHeadersFile(headers) {
  const all = ['/*', ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)]
  const caching = cachingRules.flatMap(({ path, cacheControl }) => [
    path,
    `  Cache-Control: ${cacheControl}`,
  ])
  return `${[...all, ...caching].join('\n')}\n`
}

/**
 * An nginx server. In nginx a location with one `add_header` inherits none, so each has them all.
 * @param {Headers} headers
 */
export function formatNginx(headers) {
  const rules = [{ path: '/*', cacheControl: askFirst }, ...fixedRules]
  const locations = rules.map(({ path, cacheControl }) =>
    [
      `  location ${path === '/*' ? '/' : `^~ ${path.slice(0, -1)}`} {`,
      ...Object.entries({ ...headers, 'Cache-Control': cacheControl }).map(
        ([name, value]) => `    add_header ${name} "${value}" always;`,
      ),
      '  }',
    ].join('\n'),
  )
  return `# Ponder on nginx: put this into the http block, with your own name, certificate and folder.
server {
  listen 443 ssl;
  http2 on;
  server_name ponder.example.org;
  ssl_certificate /etc/ssl/ponder.pem;
  ssl_certificate_key /etc/ssl/ponder.key;

  root /srv/ponder;
  index index.html;
  include mime.types;
  types {
    application/manifest+json webmanifest;
    text/markdown md;
  }
  gzip on;
  gzip_types text/css text/javascript application/javascript application/json application/wasm;

${locations.join('\n')}
}
`
}

/**
 * A Caddyfile.
 * @param {Headers} headers
 */
export function formatCaddyfile(headers) {
  const fixed = fixedRules.map(({ path }) => path).join(' ')
  const always = Object.entries(headers).map(([name, value]) => `\t\t${name} "${value}"`)
  // Of two header directives that fit a file the wider one comes last in Caddy, and would win.
  return `# Ponder on Caddy: put your own name and folder here.
ponder.example.org {
	root * /srv/ponder
	encode gzip
	file_server
	header {
${always.join('\n')}
	}
	@fixed path ${fixed}
	@others not path ${fixed}
	header @fixed Cache-Control "${aYear}"
	header @others Cache-Control "${askFirst}"
	header /manifest.webmanifest Content-Type application/manifest+json
}
`
}
