import { mkdirSync, readFileSync } from 'node:fs'

import { chromium } from '@playwright/test'

import { installedChromium } from './chromium.mjs'
import { root } from './command.mjs'

/** The icons of the installed app, drawn from public/icon.svg: run once after that drawing has changed. */
const icon = readFileSync(`${root}public/icon.svg`, 'utf8')
const sign = icon.slice(icon.indexOf('</style>') + '</style>'.length, icon.lastIndexOf('</svg>'))
const lines = sign.replace(/<rect class="paper".*?\/>/, '')

/** @param {string} style @param {string} content */
const draw = (style, content) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><style>${style}</style>${content}</svg>`
const daylight = '.paper { fill: #fbfaf7 } .ink { fill: #26231d }'
/** Systems cut a maskable icon to their own shape: everything lies in the inner four fifths. */
const inside = `<g transform="translate(16 16) scale(0.72) translate(-17 -16)">${lines}</g>`
const ground = '<rect class="paper" width="32" height="32" />'

const drawings = [
  { name: 'icon-192', size: 192, svg: draw(daylight, sign) },
  { name: 'icon-512', size: 512, svg: draw(daylight, sign) },
  { name: 'maskable-192', size: 192, svg: draw(daylight, ground + inside) },
  { name: 'maskable-512', size: 512, svg: draw(daylight, ground + inside) },
  // Only where something is drawn counts here; the system gives it a colour.
  { name: 'monochrome-512', size: 512, svg: draw('rect { fill: #000 !important }', inside) },
]

mkdirSync(`${root}public/icons`, { recursive: true })
const executablePath = installedChromium()
if (executablePath === undefined) throw new Error('No Chromium found.')
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
const page = await browser.newPage()
for (const { name, size, svg } of drawings) {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`)
  await page.screenshot({ path: `${root}public/icons/${name}.png`, omitBackground: true })
}
await browser.close()
