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
const ponder = await boot()
createRoot(root).render(
  <StrictMode>
    <App ponder={ponder} />
  </StrictMode>,
)
