import { notesOf, wordsOf, type ChatToExport } from './chatTexts.ts'

const style = `
:root { color-scheme: light dark }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem }
article { margin: 1.5rem 0; overflow-wrap: anywhere }
h2 { font-size: 0.85rem; font-weight: 600; margin: 0 0 0.25rem }
.text { white-space: pre-wrap }
.question { border-left: 3px solid; padding-left: 0.75rem }
details { margin: 0 0 0.75rem }
summary { cursor: pointer; padding: 0.25rem 0 }
details .text { padding-left: 0.75rem; border-left: 1px solid; font-size: 0.92em }
.note { font-size: 0.85rem }
`

/**
 * One page without a script, that opens from a disk and asks nothing of any server. Its own policy allows the
 * one style above, known by its hash, and nothing else; what people and models wrote is text.
 */
export async function chatToHtml({ chat, path, withThoughts }: ChatToExport): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style))
  const policy = `default-src 'none'; style-src 'sha256-${btoa(String.fromCharCode(...new Uint8Array(hash)))}'; base-uri 'none'; form-action 'none'`
  const title = escapeHtml(chat.title)
  const articles = path.map((message) => {
    if (message.role === 'question')
      return `<article class="question"><h2>Question</h2><div class="text">${escapeHtml(message.text)}</div></article>`
    const { thought, answer } = wordsOf(message)
    return [
      `<article><h2>Answer (${escapeHtml(message.model)})</h2>`,
      withThoughts && thought !== ''
        ? `<details><summary>Thought</summary><div class="text">${escapeHtml(thought)}</div></details>`
        : '',
      `<div class="text">${escapeHtml(answer)}</div>`,
      ...notesOf(message).map((note) => `<p class="note">${escapeHtml(note)}</p>`),
      '</article>',
    ].join('')
  })
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${chat.system === '' ? '' : `<article><h2>System prompt</h2><div class="text">${escapeHtml(chat.system)}</div></article>`}
${articles.join('\n')}
</main>
</body>
</html>
`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // A parser would turn these into other characters.
  '\r': '&#13;',
  '\0': '\uFFFD',
}

/** Text that stays text wherever it is put. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll(/[&<>"'\r\0]/g, (sign) => entities[sign] ?? '')
    .replaceAll(/\p{Surrogate}/gu, '\uFFFD')
