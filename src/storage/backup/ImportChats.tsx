import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'

import type { ChatSettings } from '../../chat/chat.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import type { AppStorage } from '../storage.ts'
import { describeStorageFailure } from '../storageFailure.ts'
import styles from './Backup.module.css'
import { describePlan, planImport, type FoundLibrary } from './importing.ts'
import { takeSettings, type MergePlan } from './mergePlan.ts'

interface ImportChatsProps {
  readonly found: FoundLibrary
  readonly storage: AppStorage
  readonly own: ChatSettings
  /** Nothing was ever asked or set here: the backup's settings are wanted. */
  readonly isFresh: boolean
  /** A reply is being written: the reload that shows what came in would break it off. */
  readonly isBusy: boolean
  readonly onDismiss: () => void
}

type Step =
  | { readonly kind: 'planning' }
  | { readonly kind: 'planned'; readonly plan: MergePlan }
  | { readonly kind: 'failed'; readonly reason: string; readonly plan: MergePlan | null }
  | { readonly kind: 'writing' }
  | { readonly kind: 'done' }

/** What a file of chats would change here, and the yes to it. */
export function ImportChats(props: ImportChatsProps): ReactNode {
  const { found, storage, own, isFresh, isBusy, onDismiss } = props
  const [step, setStep] = useState<Step>({ kind: 'planning' })
  const [withSettings, setWithSettings] = useState(isFresh)
  useEffect(() => {
    let isGone = false
    const plan = async (): Promise<MergePlan> =>
      planImport(await storage.everything(), found, own, Date.now())
    plan().then(
      (planned) => isGone || setStep({ kind: 'planned', plan: planned }),
      (error: unknown) => isGone || setStep({ kind: 'failed', reason: String(error), plan: null }),
    )
    return () => {
      isGone = true
    }
  }, [found, own, storage])
  const close = (): void => {
    if (step.kind === 'done') location.reload()
    else if (step.kind !== 'writing') onDismiss()
  }
  async function importAll(plan: MergePlan): Promise<void> {
    setStep({ kind: 'writing' })
    const { settings, changes } = plan
    const all = withSettings && settings !== null ? [...changes, takeSettings(settings)] : changes
    const failure = await storage.add(all)
    setStep(
      failure === null
        ? { kind: 'done' }
        : { kind: 'failed', reason: describeStorageFailure(failure), plan },
    )
  }
  const plan = step.kind === 'planned' || step.kind === 'failed' ? step.plan : null
  const isNothing =
    plan !== null && plan.changes.length === 0 && !(withSettings && plan.settings !== null)
  return (
    <Dialog onClose={close} title="Import chats">
      <div className={styles.section}>
        {found.madeAt === 0 ? null : <p>Made on {new Date(found.madeAt).toLocaleString()}.</p>}
        {plan === null ? null : (
          <ul className={styles.list}>
            {describePlan(plan, found).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
        {plan === null || plan.settings === null ? null : (
          <label className={styles.choice}>
            <input
              checked={withSettings}
              onChange={(event) => setWithSettings(event.target.checked)}
              type="checkbox"
            />
            Use the settings of the backup in place of those here
          </label>
        )}
        <p className={styles.note}>
          Nothing that is here is overwritten: it is added to. The page is loaded again afterwards.
        </p>
        <div aria-live="polite">
          {step.kind === 'planning' ? <p>Comparing with what is here…</p> : null}
          {step.kind === 'writing' ? <p>Importing…</p> : null}
          {step.kind === 'done' ? <p>Everything was imported.</p> : null}
          {step.kind === 'failed' ? <p>Nothing was changed. {step.reason}</p> : null}
          {isBusy ? (
            <p>A reply is being written. Wait for its end, or stop it, to import.</p>
          ) : null}
        </div>
        <div className={styles.actions}>
          {step.kind === 'done' ? (
            <Button kind="primary" onClick={close}>
              Show them
            </Button>
          ) : (
            <>
              <Button
                disabled={plan === null || isBusy || isNothing}
                kind="primary"
                onClick={() => plan !== null && void importAll(plan)}
              >
                Import
              </Button>
              <Button disabled={step.kind === 'writing'} kind="quiet" onClick={close}>
                Dismiss
              </Button>
            </>
          )}
        </div>
      </div>
    </Dialog>
  )
}
