import type { ReactNode } from 'react'
import { lazy, Suspense, useEffect, useState } from 'react'

import { saveFile } from '../lib/saveFile.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import styles from './Presets.module.css'

const QrCode = lazy(async () => ({ default: (await import('./QrCode.tsx')).QrCode }))

/** Characters of a link that mail and messengers carry whole; a code holds fewer. */
const longestLink = 16_000
const longestQrCode = 1200

interface ShareLinkProps {
  readonly title: string
  /** What is shared and what the receiver sees, in a sentence or two. */
  readonly children: ReactNode
  /** The fragment, with its #. */
  readonly makeFragment: () => Promise<string>
  readonly file: { readonly name: string; readonly text: () => string }
  readonly onClose: () => void
}

/** A link that holds all of what it shares: to copy, hand on, scan, or save as a file. */
export function ShareLink({
  title,
  children,
  makeFragment,
  file,
  onClose,
}: ShareLinkProps): ReactNode {
  const [link, setLink] = useState<string>()
  useEffect(() => {
    let isCurrent = true
    const make = async (): Promise<void> => {
      const fragment = await makeFragment()
      if (isCurrent) setLink(location.href.replace(/#.*$/s, '') + fragment)
    }
    void make()
    return () => {
      isCurrent = false
    }
  }, [makeFragment])
  const isTooLong = link !== undefined && link.length > longestLink
  return (
    <Dialog onClose={onClose} title={title}>
      <div className={styles.sheet}>
        <p>{children}</p>
        {isTooLong ? (
          <p className={styles.warning}>
            It is too long for a link. Save it as a file: who opens the file in Ponder sees the
            same.
          </p>
        ) : (
          <div className={styles.link}>
            <input
              aria-label="Link"
              onFocus={(event) => event.target.select()}
              readOnly
              value={link ?? ''}
            />
            <CopyButton label="Copy link" text={() => link ?? ''} />
          </div>
        )}
        <div className={styles.buttons}>
          {isTooLong || link === undefined ? null : <WebShare title={title} url={link} />}
          <Button onClick={() => saveFile(file.name, file.text())}>Save as a file</Button>
        </div>
        {link === undefined || link.length > longestQrCode ? null : (
          <details className={styles.code}>
            <summary>QR code</summary>
            <Suspense fallback={null}>
              <QrCode text={link} />
            </Suspense>
          </details>
        )}
        <p className={styles.note}>
          All of it stands behind the # of the link, which browsers keep to themselves: no server
          sees it.
        </p>
      </div>
    </Dialog>
  )
}

/** Hands the link to another app of the device, where the browser offers that. */
function WebShare({ title, url }: { readonly title: string; readonly url: string }): ReactNode {
  const [problem, setProblem] = useState('')
  if (!('share' in navigator)) return null
  const share = async (): Promise<void> => {
    try {
      await navigator.share({ title, url })
    } catch (error) {
      // Who closes the device's own sheet has changed their mind.
      if (!(error instanceof DOMException && error.name === 'AbortError'))
        setProblem('The browser could not share it. Copy the link instead.')
    }
  }
  return (
    <>
      <Button kind="primary" onClick={() => void share()}>
        Share…
      </Button>
      <span aria-live="polite">{problem}</span>
    </>
  )
}
