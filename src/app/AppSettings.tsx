import type { ReactNode } from 'react'

import { OfflineSection } from '../pwa/OfflineSection.tsx'
import type { Pwa } from '../pwa/pwa.ts'
import { SettingsDialog } from '../settings/SettingsDialog.tsx'
import type { SettingsStore } from '../settings/settingsStore.ts'
import { Button } from '../ui/Button.tsx'

interface AppSettingsProps {
  readonly settings: SettingsStore
  readonly pwa: Pwa
  readonly onClose: () => void
  readonly onHealth: () => void
}

/** The settings, with what other rooms have to say there. */
export function AppSettings({ settings, pwa, onClose, onHealth }: AppSettingsProps): ReactNode {
  return (
    <SettingsDialog onClose={onClose} settings={settings}>
      <OfflineSection pwa={pwa} />
      <div>
        <Button onClick={onHealth}>Health of what is stored</Button>
      </div>
    </SettingsDialog>
  )
}
