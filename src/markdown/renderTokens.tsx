import type { Token, Tokens } from 'marked'
import type { ReactNode } from 'react'
import { createElement } from 'react'

import { ScrollRegion } from '../ui/ScrollRegion.tsx'
import { breakWords } from '../ui/breakWords.tsx'
import { CodeBlock } from './CodeBlock.tsx'
import { decodeEntities } from './decodeEntities.ts'
import { Formula } from './Formula.tsx'
import styles from './Markdown.module.css'
import { SafeLink } from './SafeLink.tsx'
import { showInvisible } from '../lib/showInvisible.ts'

/** Marked's tokens as elements. What is not known, HTML above all, is shown as the text it is. */
export const renderTokens = (tokens: readonly Token[], level = 0): ReactNode =>
  tokens.map((token, index) => <One key={index} level={level} token={token} />)

/** Elements one inside the other, of which each costs layout: what lies deeper is shown as its text. */
const deepest = 24

interface OneProps {
  readonly token: Token
  readonly level: number
}

function One({ token: anyToken, level }: OneProps): ReactNode {
  // Marked's union has an open member; the type names are those of its own tokens.
  const token = anyToken as Tokens.Generic
  const inside = (): ReactNode =>
    token.tokens === undefined ? readText(token) : renderTokens(token.tokens, level + 1)
  if (level > deepest) return breakWords(showInvisible(token.raw))
  switch (token.type) {
    case 'space':
    case 'def':
      return null
    case 'paragraph':
      return <p>{inside()}</p>
    case 'heading':
      return createElement(`h${Math.min(6, Number(token['depth']) + 2)}`, null, inside())
    case 'strong':
      return <strong>{inside()}</strong>
    case 'em':
      return <em>{inside()}</em>
    case 'del':
      return <del>{inside()}</del>
    case 'br':
      return <br />
    case 'hr':
      return <hr />
    case 'blockquote':
      return <blockquote>{inside()}</blockquote>
    case 'codespan':
      return <code>{showInvisible(String(token['text']))}</code>
    case 'code':
      return <CodeBlock language={String(token['lang'] ?? '')} text={String(token['text'])} />
    case 'math':
      return <Formula formula={String(token['formula'])} isBlock={token['isBlock'] === true} />
    case 'link':
      return <SafeLink address={decodeEntities(String(token['href']))}>{inside()}</SafeLink>
    case 'image':
      return <RemotePicture token={token as Tokens.Image} />
    case 'list':
      return <List level={level} token={token as Tokens.List} />
    case 'checkbox':
      return (
        <input
          aria-label="Task"
          checked={token['checked'] === true}
          disabled
          readOnly
          type="checkbox"
        />
      )
    case 'table':
      return <Table level={level} token={token as Tokens.Table} />
    case 'text':
    case 'escape':
      return inside()
    default:
      return showInvisible(token.raw)
  }
}

/** Marked leaves entities to HTML; an escaped character is one already. */
function readText({ type, text, escaped }: Tokens.Generic): ReactNode {
  const raw = String(text ?? '')
  return breakWords(showInvisible(type === 'text' && escaped !== true ? decodeEntities(raw) : raw))
}

/** Never fetched: a picture's address can carry away what was read. */
function RemotePicture({ token }: { readonly token: Tokens.Image }): ReactNode {
  const address = decodeEntities(token.href)
  const words = showInvisible(decodeEntities(token.text))
  return (
    <span className={styles.picture}>
      Picture{words === '' ? '' : `: ${words}`} (
      <SafeLink address={address}>{showInvisible(address)}</SafeLink>)
    </span>
  )
}

function List({ token, level }: OneProps & { readonly token: Tokens.List }): ReactNode {
  const items = token.items.map((item, index) => (
    <li key={index}>{renderTokens(item.tokens, level + 1)}</li>
  ))
  return token.ordered ? (
    <ol start={token.start === '' ? undefined : token.start}>{items}</ol>
  ) : (
    <ul>{items}</ul>
  )
}

function Table({ token, level }: OneProps & { readonly token: Tokens.Table }): ReactNode {
  return (
    <ScrollRegion className={styles.table} label="Table">
      <table>
        <thead>
          <tr>
            {token.header.map((cell, index) => (
              <th key={index}>{renderTokens(cell.tokens, level + 1)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {token.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>{renderTokens(cell.tokens, level + 1)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
