import katex from 'katex'
import type { ReactNode } from 'react'
import { createElement } from 'react'

/** A node of KaTeX's own tree; its types do not name them. */
interface MathNode {
  readonly type?: string
  readonly text?: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly children?: readonly MathNode[]
}

interface TreeRenderer {
  __renderToDomTree(formula: string, options: object): MathNode
}

const elements = new Set(
  'math semantics mrow mi mn mo ms mtext mspace msup msub msubsup mfrac msqrt mroot munder mover munderover mtable mtr mtd mstyle mpadded mphantom menclose merror'.split(
    ' ',
  ),
)
/** No href, no src, no style: nothing that leads out of the formula. */
const attributes = new Set(
  'display mathvariant stretchy fence separator form accent accentunder lspace rspace minsize maxsize movablelimits largeop symmetric linethickness columnalign columnspacing rowspacing columnlines rowlines width height depth voffset notation scriptlevel displaystyle'.split(
    ' ',
  ),
)

interface FormulaElementsProps {
  readonly formula: string
  readonly isBlock: boolean
  /** Shown in the place of a formula that cannot be read, as each one is until its last letter is there. */
  readonly fallback: ReactNode
}

/** KaTeX's MathML tree as elements: built node by node, so that no text ever becomes markup. */
export function FormulaElements({ formula, isBlock, fallback }: FormulaElementsProps): ReactNode {
  const tree = readFormula(formula, isBlock)
  return tree === undefined ? fallback : render(tree, 0)
}

function readFormula(formula: string, isBlock: boolean): MathNode | undefined {
  if (isTooMuch(formula)) return undefined
  const options = {
    output: 'mathml',
    displayMode: isBlock,
    throwOnError: true,
    strict: 'ignore',
    trust: false,
    maxSize: 20,
    maxExpand: 200,
  }
  try {
    return (katex as unknown as TreeRenderer).__renderToDomTree(formula, options)
  } catch {
    return undefined
  }
}

/** Levels of braces, and pieces, that honest formulas stay far below: each costs time to lay out. */
const deepest = 40
const longest = 4000
const mostCells = 400
const mostFences = 50

function isTooMuch(formula: string): boolean {
  const count = (pattern: RegExp): number => formula.match(pattern)?.length ?? 0
  if (formula.length > longest || count(/&|\\\\/g) > mostCells) return true
  // Each of these opens a level that no brace shows.
  const levels =
    /\\(?:left|begin|middle|[Hh]uge|LARGE|[Ll]arge|small|tiny|[a-z]+style)(?![A-Za-z])/g
  if (count(levels) > mostFences) return true
  // A column specification is as many cells as it has letters.
  if (/\{[clr|@ ]{60}/.test(formula)) return true
  let level = 0
  for (const sign of formula) {
    if (sign === '{' && (level += 1) > deepest) return true
    if (sign === '}') level -= 1
  }
  return false
}

function render(node: MathNode, key: number): ReactNode {
  if (node.text !== undefined) return node.text
  const children = (node.children ?? []).map(render)
  // The annotation repeats the source for machines; in a page it would be read out twice.
  if (node.type === 'annotation') return null
  if (node.type === undefined || !elements.has(node.type)) return children
  const safe = Object.entries(node.attributes ?? {}).filter(([name]) => attributes.has(name))
  return createElement(node.type, { key, ...Object.fromEntries(safe) }, ...children)
}
