import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'

import { IconButton } from './Button.tsx'
import { Icon, type IconName } from './Icon.tsx'

type Copied = 'no' | 'yes' | 'refused'

interface CopyButtonProps {
  /** Its name, as "Copy answer". */
  readonly label: string
  readonly text: () => string
  /** Its sign, where two kinds of copying stand side by side. */
  readonly icon?: IconName
}

/** Copies a text and says for a moment whether that went well. */
export function CopyButton({ label, text, icon = 'copy' }: CopyButtonProps): ReactNode {
  const [copied, setCopied] = useState<Copied>('no')
  useEffect(() => {
    if (copied === 'no') return undefined
    const timer = setTimeout(() => setCopied('no'), 1600)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text())
      setCopied('yes')
    } catch {
      setCopied('refused')
    }
  }
  return (
    <>
      <IconButton
        icon={<Icon name={copied === 'no' ? icon : copied === 'yes' ? 'check' : 'warning'} />}
        label={label}
        onClick={() => void copy()}
        size="s"
      />
      <span aria-live="polite" className="visually-hidden">
        {copied === 'yes' ? 'Copied' : copied === 'refused' ? 'The browser refused to copy' : ''}
      </span>
    </>
  )
}
