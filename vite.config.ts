import { fileURLToPath } from 'node:url'

import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

import { releasePlugin } from './.ci/releasePlugin.mjs'
import {
  isolationHeaders,
  metaContentSecurityPolicy,
  securityHeaders,
} from './src/app/securityHeaders.ts'
import { chromiumFlags, findChromium } from './tests/chromium.ts'

const lazyPackages = [
  'katex',
  'lowlight',
  ...['bash', 'cpp', 'css', 'javascript', 'json', 'python', 'sql', 'typescript'].map(
    (language) => `highlight.js/lib/languages/${language}`,
  ),
]

export default defineConfig({
  // The built app works under any path of any host.
  base: './',
  // No fallback page: a missing model file must be a 404, never index.html.
  appType: 'mpa',
  plugins: [react(), contentSecurityPolicyMeta(), releasePlugin(securityHeaders)],
  worker: { format: 'es' },
  build: {
    // The bundle budget walks the chunks in it.
    manifest: true,
    // A data: URL is not 'self', so the policy would refuse an inlined font.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What every visit loads is one file: cut along the lines of each lazy part it would be forty, and larger.
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: (id, context) => (windowModules(context).has(id) ? 'window' : null) }],
        },
      },
    },
    // WebLLM is one module of several megabytes; .ci/bundle.mjs holds the real budget.
    chunkSizeWarningLimit: 8_000,
  },
  // The development server injects inline scripts and styles, so only the built app gets the whole list.
  server: { headers: isolationHeaders },
  // Reachable from this machine alone, by either name of it.
  preview: { host: '127.0.0.1', headers: securityHeaders },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          // A guard against a hang, not a measure: a busy machine may be ten times slower.
          testTimeout: 60_000,
          include: ['tests/{unit,structure}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        // Lazy parts are found late otherwise, and the page is loaded again in mid-test.
        optimizeDeps: { include: [...lazyPackages, 'react-dom/server'] },
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.{ts,tsx}'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            // A getter: only this project needs a browser, and a build needs none.
            get provider() {
              return playwright({
                launchOptions: { executablePath: findChromium(), args: chromiumFlags },
              })
            },
          },
        },
      },
    ],
  },
})

interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null
}

const found = new WeakMap<ModuleGraph, ReadonlySet<string>>()

/** Every module that the page's own script imports without waiting, and itself not. */
function windowModules(graph: ModuleGraph): ReadonlySet<string> {
  const known = found.get(graph)
  if (known !== undefined) return known
  const main = fileURLToPath(new URL('src/main.tsx', import.meta.url))
  const modules = new Set([main])
  for (const id of modules)
    for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) modules.add(imported)
  // It stays the entry, which the bundle budget walks from.
  modules.delete(main)
  found.set(graph, modules)
  return modules
}

function contentSecurityPolicyMeta(): Plugin {
  return {
    name: 'content-security-policy-meta',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: metaContentSecurityPolicy },
        injectTo: 'head-prepend',
      },
    ],
  }
}
