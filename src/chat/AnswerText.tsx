import type { ComponentProps, ReactNode } from 'react'
import { createElement, useSyncExternalStore } from 'react'

import type { Markdown } from '../markdown/Markdown.tsx'
import styles from './AnswerText.module.css'

let loaded: typeof Markdown | undefined
const waiting = new Set<() => void>()

/**
 * Fetches what reads Markdown: a sixth of the window, and no part of it until there is an answer. Asked for
 * at once when the app starts, it is there before the first one; where it cannot be had, answers stay text.
 */
export async function loadMarkdown(): Promise<void> {
  try {
    loaded = (await import('../markdown/Markdown.tsx')).Markdown
    for (const tell of waiting) tell()
  } catch {
    // The answer is whole and readable without it.
  }
}

function subscribe(tell: () => void): () => void {
  waiting.add(tell)
  if (loaded === undefined) void loadMarkdown()
  return () => waiting.delete(tell)
}

/** An answer as Markdown, or as the text that it is until that can be read. */
export function AnswerText(props: ComponentProps<typeof Markdown>): ReactNode {
  const View = useSyncExternalStore(subscribe, () => loaded)
  return View === undefined ? (
    <p className={styles.text}>{props.text}</p>
  ) : (
    createElement(View, props)
  )
}
