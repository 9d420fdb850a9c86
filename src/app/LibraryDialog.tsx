import type { ReactNode } from 'react'
import { useCallback, useState } from 'react'

import { BinDialog } from '../chat/BinDialog.tsx'
import type { Surroundings } from '../storage/health/diagnostics.ts'
import { examineHealth } from '../storage/health/health.ts'
import { HealthDialog } from '../storage/health/HealthDialog.tsx'
import type { Ponder } from './boot.ts'

interface LibraryDialogProps {
  readonly name: 'bin' | 'health'
  readonly ponder: Pick<Ponder, 'chats' | 'database' | 'engine' | 'storage'>
  readonly onClose: () => void
}

/** What is about everything that is stored: the bin, and its health. */
export function LibraryDialog({ name, ponder, onClose }: LibraryDialogProps): ReactNode {
  const [now] = useState(() => Date.now())
  const [around] = useState(() => lookAround(ponder))
  const { database, storage } = ponder
  const examine = useCallback(async () => {
    // What is in the window alone counts as well.
    await storage.flush()
    // An insecure page has no storage manager.
    return examineHealth(database, 'storage' in navigator ? navigator.storage : undefined)
  }, [database, storage])
  return name === 'bin' ? (
    <BinDialog chats={ponder.chats} now={now} onClose={onClose} />
  ) : (
    <HealthDialog around={around} examine={examine} onClose={onClose} />
  )
}

/** Of states only their kinds: what a failure says may name a person's files. */
const lookAround = ({ engine, storage }: LibraryDialogProps['ponder']): Surroundings => ({
  browser: navigator.userAgent,
  language: navigator.language,
  engine: engine.getState().status,
  saving: storage.state.getState().saving.kind,
  isSecure: isSecureContext,
  isIsolated: crossOriginIsolated,
  hasWebGpu: 'gpu' in navigator,
  isInstalled: matchMedia('(display-mode: standalone)').matches,
})
