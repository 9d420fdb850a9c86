import '../../src/app/tokens.css'

import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'

import { installTrustedTypesPolicy } from '../../src/app/trustedTypes.ts'
import { Markdown } from '../../src/markdown/Markdown.tsx'
import { Thought } from '../../src/reasoning/Thought.tsx'
import { createChance } from '../fakes/chance.ts'
import { hostileCases } from './cases.ts'

/** What a case did to the page. */
export interface Streamed {
  readonly name: string
  /** Elements and attributes that no text may become. */
  readonly faults: readonly string[]
}

declare global {
  var hostileRan: () => void
  var hostile: {
    readonly names: readonly string[]
    readonly scripts: () => number
    readonly violations: () => readonly string[]
    readonly stream: (index: number, seed: number) => Promise<Streamed>
  }
}

/** How many pieces a reply comes in, besides its whole. */
const cuts = 6

installTrustedTypesPolicy()
let scripts = 0
globalThis.hostileRan = () => {
  scripts += 1
}
const violations: string[] = []
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
  violations.push(`${violatedDirective}: ${blockedURI}`)
})
const box = document.getElementById('root')
if (box === null) throw new Error('There is no #root.')

globalThis.hostile = {
  names: hostileCases.map(({ name }) => name),
  scripts: () => scripts,
  violations: () => violations,
  stream,
}

// Waited for from outside, where the policy lets nobody poll by code.
document.documentElement.dataset['hostile'] = 'ready'

/** One case as a reply: it grows in a thought, then in the answer under it, cut where chance says. */
async function stream(index: number, seed: number): Promise<Streamed> {
  const found = hostileCases[index]
  if (box === null || found === undefined) throw new Error(`There is no case ${index}.`)
  const { name, text } = found
  const chance = createChance(seed + index)
  const root = createRoot(box)
  const draw = async (thought: string, answer: string, isLive: boolean): Promise<void> => {
    flushSync(() =>
      root.render(
        <article>
          <Thought
            display="follow"
            isLive={isLive && answer === ''}
            isLast={answer === ''}
            ms={0}
            text={thought}
            tokens={1}
          />
          <Markdown isLive={isLive} text={answer} />
        </article>,
      ),
    )
    // Layout is part of what a person waits for.
    box.getBoundingClientRect()
    // What is loaded late is drawn late.
    await new Promise((resolve) => setTimeout(resolve))
    box.getBoundingClientRect()
  }
  const places = Array.from({ length: cuts }, () => Math.floor(chance() * text.length)).toSorted(
    (one, other) => one - other,
  )
  for (const place of [...places, text.length]) await draw(text.slice(0, place), '', true)
  for (const place of [...places, text.length]) await draw(text, text.slice(0, place), true)
  await draw(text, text, false)
  const faults = findFaults(box)
  root.unmount()
  return { name, faults }
}

/** Elements that the app itself makes; the last ones are those of formulas. */
const elements = new Set(
  [
    'article wbr details summary div section button span p pre code figure figcaption svg path',
    'a strong em del br hr blockquote ul ol li h3 h4 h5 h6 table thead tbody tr th td input',
    'math semantics mrow mi mn mo ms mtext mspace msup msub msubsup mfrac msqrt mroot munder mover munderover',
    'mtable mtr mtd mstyle mpadded mphantom menclose merror',
  ]
    .join(' ')
    .split(' '),
)
const forbidden =
  /^(?:on.*|style|src|srcset|srcdoc|action|formaction|ping|background|id|name|xlink:.*)$/

function findFaults(inside: Element): readonly string[] {
  return [...inside.querySelectorAll('*')].flatMap((element) => {
    const tag = element.localName
    const attributes = element.getAttributeNames().filter((name) => forbidden.test(name))
    const isBadLink =
      element.hasAttribute('href') &&
      !/^(?:https?|mailto):/.test(element.getAttribute('href') ?? '')
    return [
      ...(elements.has(tag) ? [] : [`<${tag}>`]),
      ...attributes.map((name) => `<${tag} ${name}>`),
      ...(isBadLink ? [`<${tag} href=${element.getAttribute('href')}>`] : []),
    ]
  })
}
