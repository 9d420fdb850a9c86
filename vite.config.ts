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
    // What the first screen needs is one file: a chunk for each set of late parts that share a module with it
    // would come all the same, as more requests and less well packed.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'window', tags: ['$initial'] }] } },
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
