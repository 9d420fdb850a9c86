import { foldText } from './foldText.ts'
import type { Hit } from './hit.ts'

const nextFrame = (): Promise<void> =>
  new Promise((resolve) => {
    // A hidden page has no frames.
    if (document.hidden) setTimeout(resolve, 50)
    else requestAnimationFrame(() => resolve())
  })

/** Frames that a message has to appear, with what is loaded for it. */
const patience = 60

/** Scrolls a message on screen to the first match in it, marks that, and gives it the focus. */
export async function markPlace(
  { message, kind }: Pick<Hit, 'message' | 'kind'>,
  terms: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (message === null) return
  let match: Range | null = null
  for (let frame = 0; frame < patience && match === null && !signal.aborted; frame += 1) {
    await nextFrame()
    const article = findArticle(message)
    if (article === null) continue
    if (kind === 'thought') unfoldThoughts(article)
    match = findMatch(article, kind, terms)
  }
  const article = findArticle(message)
  if (article === null || signal.aborted) return
  CSS.highlights?.delete('found')
  if (match !== null) CSS.highlights?.set('found', new Highlight(match))
  article.tabIndex = -1
  article.focus({ preventScroll: true })
  const place = match?.startContainer.parentElement ?? article
  // Once more when what was opened has its height, or the conversation has followed its end.
  for (let frame = 0; frame < 4 && !signal.aborted; frame += 1) {
    place.scrollIntoView({ block: match === null ? 'start' : 'center', behavior: 'instant' })
    await nextFrame()
  }
}

const findArticle = (message: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-message="${CSS.escape(message)}"]`)

function unfoldThoughts(article: HTMLElement): void {
  for (const details of article.querySelectorAll<HTMLDetailsElement>(
    'details[data-part="thought"]',
  ))
    if (!details.open) details.querySelector('summary')?.click()
}

const within: Record<Hit['kind'], string> = {
  title: '[data-part="none"]',
  question: 'p, textarea',
  answer: '[data-part="answer"]',
  thought: '[data-part="thought"] section',
}

/** The first term that stands in the message as it is shown: of Markdown not every sign is. */
function findMatch(
  article: HTMLElement,
  kind: Hit['kind'],
  terms: readonly string[],
): Range | null {
  for (const root of article.querySelectorAll(within[kind])) {
    const nodes = textNodesIn(root)
    const all = foldText(nodes.map(({ data }) => data).join(''))
    const [first] = terms
      .map((term) => ({ at: all.indexOf(term), length: term.length }))
      .filter(({ at }) => at !== -1)
      .toSorted((a, b) => a.at - b.at)
    if (first === undefined) continue
    const range = document.createRange()
    range.setStart(...placeIn(nodes, first.at, false))
    range.setEnd(...placeIn(nodes, first.at + first.length, true))
    return range
  }
  return null
}

function textNodesIn(root: Element): Text[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const nodes: Text[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
    nodes.push(node as Text)
  return nodes
}

/** The node and the place in it of a character counted over all of them; an end may stand behind a node's last. */
function placeIn(nodes: readonly Text[], at: number, isEnd: boolean): [Node, number] {
  let left = at
  for (const node of nodes) {
    if (left < node.data.length || (isEnd && left === node.data.length)) return [node, left]
    left -= node.data.length
  }
  throw new RangeError('The place is behind the last text.')
}
