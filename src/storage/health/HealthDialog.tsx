import type { ReactNode } from 'react'
import { useEffect, useId, useState } from 'react'

import { formatBytes } from '../../lib/formatAmount.ts'
import { saveFile } from '../../lib/saveFile.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { describeHealth, type Surroundings } from './diagnostics.ts'
import { brokenPrefix } from '../keys.ts'
import { describeTime } from '../folder/folderWords.ts'
import { toRawJson } from '../rawJson.ts'
import type { Health } from './health.ts'
import styles from './HealthDialog.module.css'

interface HealthDialogProps {
  readonly examine: () => Promise<Health>
  readonly around: Surroundings
  readonly onClose: () => void
}

/** What is stored, whether it is kept, what is damaged, and a report without anything private. */
export function HealthDialog({ examine, around, onClose }: HealthDialogProps): ReactNode {
  const [health, setHealth] = useState<Health | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(() => {
    let isCurrent = true
    const look = async (): Promise<void> => {
      try {
        const found = await examine()
        if (isCurrent) setHealth(found)
      } catch (error) {
        if (isCurrent) setFailure(String(error))
      }
    }
    void look()
    return () => {
      isCurrent = false
    }
  }, [examine])
  return (
    <Dialog onClose={onClose} title="Health">
      {failure !== null ? (
        <p role="alert">
          What is stored could not be read. Reload the page to try again. {failure}
        </p>
      ) : health === null ? (
        <p>Looking at what is stored…</p>
      ) : (
        <div className={styles.sections}>
          <StoredSection health={health} />
          <BackupSection health={health} />
          <DamagedSection health={health} />
          <DiagnosticsSection report={describeHealth(health, around)} />
        </div>
      )}
    </Dialog>
  )
}

function StoredSection({
  health: { kinds, estimate, isPersisted },
}: {
  readonly health: Health
}): ReactNode {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId}>
      <h3 id={titleId}>Stored on this device</h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Records</th>
            <th scope="col">Size</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map(({ kind, records, bytes }) => (
            <tr key={kind}>
              <th scope="row">{kind}</th>
              <td>{records.toLocaleString('en')}</td>
              <td>{formatBytes(bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {estimate === null ? null : (
        <p className={styles.note}>
          {formatBytes(estimate.usage)} in all, models and the app included, of{' '}
          {formatBytes(estimate.quota)} that the browser allows.
        </p>
      )}
      <p className={styles.note}>
        {isPersisted === true
          ? 'The browser keeps all of it until you delete it.'
          : isPersisted === false
            ? 'The browser may delete all of it by itself when the disk runs full. Installing the app, or “Ask to keep models” under Models, asks it to keep everything.'
            : 'This browser does not tell whether it keeps what is stored.'}
      </p>
    </section>
  )
}

function BackupSection({
  health: {
    backups: { last, automatic },
  },
}: {
  readonly health: Health
}): ReactNode {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId}>
      <h3 id={titleId}>Last backup</h3>
      <p className={styles.note}>
        {last === 'never'
          ? 'None has been made in this browser. “Export chats” in the settings makes one.'
          : last === 'not told'
            ? 'What was kept of it cannot be read by this version of Ponder.'
            : `${describeTime(last.at)}, ${last.to === 'folder' ? 'to your folder' : 'as a file for you to save'}.`}
        {automatic.startsWith('failed')
          ? ' The automatic one failed since: the settings say why.'
          : null}
      </p>
    </section>
  )
}

function DamagedSection({ health: { damaged } }: { readonly health: Health }): ReactNode {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId}>
      <h3 id={titleId}>Damaged records</h3>
      {damaged.length === 0 ? (
        <p className={styles.note}>None. Every record opened.</p>
      ) : (
        <>
          <p className={styles.note}>
            These did not open. They were set aside as they are, and nothing writes over them.
          </p>
          <ul className={styles.keys}>
            {damaged.map(({ key }) => (
              <li key={key}>{key.slice(brokenPrefix.length)}</li>
            ))}
          </ul>
          <Button
            onClick={() => saveFile('ponder-damaged-records.json', toRawJson(damaged, 2))}
            size="s"
          >
            Save them as a file
          </Button>
        </>
      )}
    </section>
  )
}

function DiagnosticsSection({ report }: { readonly report: string }): ReactNode {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId}>
      <h3 id={titleId}>Diagnostics</h3>
      <p className={styles.note}>
        For a report of a fault. Nothing that you or a model wrote is in it.
      </p>
      <pre className={styles.report} data-part="diagnostics">
        {report}
      </pre>
      <CopyButton label="Copy diagnostics" text={() => report} />
    </section>
  )
}
