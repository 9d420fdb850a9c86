import './app/tokens.css'

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { App } from './app/App.tsx'
import { boot } from './app/boot.ts'
import { loadMarkdown } from './chat/AnswerText.tsx'
import { installTrustedTypesPolicy } from './app/trustedTypes.ts'

installTrustedTypesPolicy()

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
void loadMarkdown()
void start(root)

/** Not awaited by this module: chunks that `boot` waits for import from it, and would wait for its end. */
async function start(place: HTMLElement): Promise<void> {
  const ponder = await boot()
  createRoot(place).render(
    <StrictMode>
      <App ponder={ponder} />
    </StrictMode>,
  )
}
