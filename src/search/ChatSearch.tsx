import type { KeyboardEvent, ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'

import styles from './ChatSearch.module.css'
import type { Hit } from './hit.ts'
import type { SearchClient, SearchResult, SearchState } from './searchClient.ts'

interface ChatSearchProps {
  readonly client: SearchClient
  /** Where a hit's link leads. */
  readonly addressOf: (chat: string) => string
  readonly onOpen: (hit: Hit, query: string) => void
}

interface Answered {
  readonly query: string
  readonly result: SearchResult
}

const kindNames: Record<Hit['kind'], string> = {
  title: 'Title',
  question: 'Question',
  answer: 'Answer',
  thought: 'Thought',
}

/** Finds a place in any chat. Arrows go through the places, Enter opens one, Escape clears. */
export function ChatSearch({ client, addressOf, onOpen }: ChatSearchProps): ReactNode {
  const [query, setQuery] = useState('')
  const [answered, setAnswered] = useState<Answered | null>(null)
  const read = useStore(client.state, (state) => state.read)
  const box = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const isAsked = query.trim() !== ''

  useEffect(() => {
    if (!isAsked) return undefined
    const controller = new AbortController()
    const search = async (): Promise<void> => {
      const next = await client.search(query, controller.signal)
      if (next.kind !== 'aborted') setAnswered({ query, result: next })
    }
    void search()
    // Once more when every chat is read.
    const stop = client.state.subscribe((now, before) => {
      if (isWhole(now) && !isWhole(before)) void search()
    })
    return () => {
      controller.abort()
      stop()
    }
  }, [client, query, isAsked])

  const result = answered?.result ?? null
  const hits = isAsked && result?.kind === 'found' ? result.answer.hits : []

  function onKeyDown(event: KeyboardEvent): void {
    const links = [...(list.current?.querySelectorAll('a') ?? [])]
    const at = links.findIndex((link) => link === document.activeElement)
    if (event.key === 'Escape' && query !== '') {
      setQuery('')
      box.current?.focus()
    } else if (event.key === 'ArrowDown') links[Math.min(at + 1, links.length - 1)]?.focus()
    else if (event.key === 'ArrowUp') (links[at - 1] ?? box.current)?.focus()
    else if (event.key === 'Enter' && at === -1 && hits[0] !== undefined) onOpen(hits[0], query)
    else return
    // Taken here: Escape does not stop a reply as well.
    event.preventDefault()
  }

  return (
    // The keys of the box and of the links in it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={styles.search} onKeyDown={onKeyDown}>
      <input
        aria-label="Search chats"
        autoComplete="off"
        className={styles.box}
        name="search"
        onChange={(event) => setQuery(event.target.value)}
        placeholder="Search chats"
        ref={box}
        spellCheck={false}
        type="search"
        value={query}
      />
      {isAsked ? (
        <div
          // What was found for the letters before stays until there is something for these.
          aria-busy={answered?.query !== query}
          className={styles.found}
          data-part="found"
        >
          <p aria-live="polite" className={styles.note}>
            {describeResult(result, isWhole({ read }) ? null : read)}
          </p>
          <ul ref={list}>
            {hits.map((hit) => (
              <li key={`${hit.chatId} ${hit.message} ${hit.kind}`}>
                <a
                  href={addressOf(hit.chatId)}
                  onClick={(event) => {
                    if (event.ctrlKey || event.metaKey || event.shiftKey) return
                    event.preventDefault()
                    onOpen(hit, query)
                  }}
                >
                  <span className={styles.title}>{hit.title}</span>
                  <span className={styles.snippet}>
                    <span className={styles.kind}>{kindNames[hit.kind]}</span>{' '}
                    {hit.snippet.map(({ text, isMatch }, at) =>
                      isMatch ? <mark key={at}>{text}</mark> : text,
                    )}
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  )
}

const isWhole = ({ read }: SearchState): boolean => read !== null && read.done === read.total

function describeResult(
  result: SearchResult | null,
  reading: { readonly done: number; readonly total: number } | null,
): string {
  const still =
    reading === null
      ? ''
      : ` ${reading.done.toLocaleString('en')} of ${reading.total.toLocaleString('en')} chats are read so far.`
  if (result === null || result.kind === 'aborted') return `Searching.${still}`
  if (result.kind === 'failed')
    return `The chats could not be searched. Type again to try again. ${result.detail}`
  const { places, hits } = result.answer
  if (places === 0) return `Nothing was found.${still}`
  const count = `${places.toLocaleString('en')} ${places === 1 ? 'place' : 'places'}`
  return `${count}${hits.length < places ? `, the best ${hits.length} are shown` : ''}.${still}`
}
