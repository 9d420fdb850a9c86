import type { RootContent } from 'hast'
import bash from 'highlight.js/lib/languages/bash'
import cpp from 'highlight.js/lib/languages/cpp'
import css from 'highlight.js/lib/languages/css'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import python from 'highlight.js/lib/languages/python'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import { createLowlight } from 'lowlight'
import type { ReactNode } from 'react'

import styles from './CodeBlock.module.css'

const lowlight = createLowlight({ bash, cpp, css, javascript, json, python, sql, typescript })

/** Longer code is shown without colours: they are not worth a pause. */
const longest = 20_000

export function ColouredCode({ language, text }: { language: string; text: string }): ReactNode {
  if (!lowlight.registered(language) || text.length > longest) return text
  return lowlight.highlight(language, text).children.map(render)
}

function render(node: RootContent, key: number): ReactNode {
  if (node.type === 'text') return node.value
  if (node.type !== 'element') return null
  const names = node.properties['className']
  const kind = Array.isArray(names) ? String(names[0]).replace('hljs-', '') : ''
  return (
    <span className={styles[kindOf(kind)]} key={key}>
      {node.children.map(render)}
    </span>
  )
}

/** Highlight.js knows dozens of kinds; four colours are enough to read by. */
function kindOf(kind: string): 'keyword' | 'string' | 'comment' | 'name' | 'plain' {
  if (/keyword|built_in|literal|type|meta/.test(kind)) return 'keyword'
  if (/string|number|regexp|symbol/.test(kind)) return 'string'
  if (/comment|quote|doctag/.test(kind)) return 'comment'
  return /title|function|attr|property|class/.test(kind) ? 'name' : 'plain'
}
