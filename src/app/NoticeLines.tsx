import type { ReactNode } from 'react'

import { NoNetworkLine } from '../pwa/OfflineLine.tsx'
import type { Pwa } from '../pwa/pwa.ts'
import { UpdateNotice } from '../pwa/UpdateNotice.tsx'
import { LaunchNotice } from './LaunchNotice.tsx'
import type { Launching } from './launching.ts'

interface NoticeLinesProps {
  readonly pwa: Pwa
  readonly launching: Launching
  readonly isBusy: boolean
}

/** Above the question box: what has happened to the app as a whole. */
export function NoticeLines({ pwa, launching, isBusy }: NoticeLinesProps): ReactNode {
  return (
    <>
      <LaunchNotice launching={launching} />
      <UpdateNotice isBusy={isBusy} pwa={pwa} />
      <NoNetworkLine pwa={pwa} />
    </>
  )
}
