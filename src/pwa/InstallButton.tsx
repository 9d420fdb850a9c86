import type { ReactNode } from 'react'
import { useStore } from 'zustand'

import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import type { InstallOffer } from './installOffer.ts'

/** Installs the app, where the browser offers that. */
export function InstallButton({ offer }: { readonly offer: InstallOffer }): ReactNode {
  const state = useStore(offer)
  if (state !== 'offered' && state !== 'asking') return null
  return (
    <Button disabled={state === 'asking'} kind="quiet" onClick={() => void offer.install()}>
      <Icon name="install" /> Install
    </Button>
  )
}
