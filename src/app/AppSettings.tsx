import type { ReactNode } from 'react'

import { OfflineSection } from '../pwa/OfflineSection.tsx'
import { SettingsDialog } from '../settings/SettingsDialog.tsx'
import { YourData } from '../storage/backup/YourData.tsx'
import { AutomaticBackup } from '../storage/folder/AutomaticBackup.tsx'
import { Button } from '../ui/Button.tsx'
import type { Ponder } from './boot.ts'

interface AppSettingsProps {
  readonly ponder: Ponder
  readonly onClose: () => void
  readonly onHealth: () => void
  readonly onOldChats: () => void
}

/** The settings, with what other rooms have to say there. */
export function AppSettings({
  ponder,
  onClose,
  onHealth,
  onOldChats,
}: AppSettingsProps): ReactNode {
  const { findFolderBackup, settings, pwa, incoming, storage } = ponder
  return (
    <SettingsDialog onClose={onClose} settings={settings}>
      <OfflineSection pwa={pwa} />
      <YourData
        onOldChats={onOldChats}
        onOpenFile={(file) => void incoming.openFile(file)}
        storage={storage}
      />
      <AutomaticBackup find={findFolderBackup} />
      <div>
        <Button onClick={onHealth}>Health of what is stored</Button>
      </div>
    </SettingsDialog>
  )
}
