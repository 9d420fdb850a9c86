import type { ReactNode } from 'react'

import { InstallButton } from '../pwa/InstallButton.tsx'
import type { InstallOffer } from '../pwa/installOffer.ts'
import { OfflineLine } from '../pwa/OfflineLine.tsx'
import type { Pwa } from '../pwa/pwa.ts'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'

interface SideFooterProps {
  readonly pwa: Pwa
  readonly installOffer: InstallOffer
  readonly onBin: () => void
  readonly onPresets: () => void
  readonly onKeys: () => void
  readonly onSettings: () => void
}

/** Below the chats: what is about the app as a whole. */
export function SideFooter({
  pwa,
  installOffer,
  onBin,
  onPresets,
  onKeys,
  onSettings,
}: SideFooterProps): ReactNode {
  return (
    <>
      <InstallButton offer={installOffer} />
      <Button kind="quiet" onClick={onPresets}>
        <Icon name="presets" /> Presets
      </Button>
      <Button kind="quiet" onClick={onBin}>
        <Icon name="trash" /> Bin
      </Button>
      <Button kind="quiet" onClick={onSettings}>
        <Icon name="settings" /> Settings
      </Button>
      <Button kind="quiet" onClick={onKeys}>
        <Icon name="keys" /> Keyboard shortcuts
      </Button>
      <OfflineLine pwa={pwa} />
    </>
  )
}
