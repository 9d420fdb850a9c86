import type { ReactNode } from 'react'

import { formatBytes } from '../../lib/formatAmount.ts'
import { Button } from '../../ui/Button.tsx'
import { describeLibrary, describeWeights } from '../shelf/describeSource.ts'
import styles from './AddModel.module.css'
import type { AddPlan, PlannedModel } from './plan.ts'

interface PlanViewProps {
  readonly plan: AddPlan
  readonly onAnswer: (yes: boolean) => void
}

/** What adding would do, before any of it is done. */
export function PlanView({ plan, onAnswer }: PlanViewProps): ReactNode {
  const isBlocked =
    plan.source === 'address' && plan.models.some(({ blockedHosts }) => blockedHosts.length > 0)
  return (
    <fieldset aria-label="What would be added" className={styles.plan}>
      {plan.models.map((model) => (
        <ModelPlan key={model.record.id} model={model} />
      ))}
      <div className={styles.buttons}>
        <Button disabled={isBlocked} kind="primary" onClick={() => onAnswer(true)} size="s">
          {acceptWords[plan.source]}
        </Button>
        <Button onClick={() => onAnswer(false)} size="s">
          Leave it
        </Button>
      </div>
    </fieldset>
  )
}

const acceptWords: Record<AddPlan['source'], string> = {
  address: 'Download it',
  manifest: 'Add to the list',
  folder: 'Import it',
}

function ModelPlan({ model }: { readonly model: PlannedModel }): ReactNode {
  const { record, hosts, blockedHosts, replaces, folder } = model
  return (
    <>
      <h4>{record.name}</h4>
      <dl>
        <dt>{folder === undefined ? 'Download' : 'Copy'}</dt>
        <dd>{describeAmount(model)}</dd>
        <dt>Asks</dt>
        <dd>{hosts.length === 0 ? 'nobody' : hosts.join(', ')}</dd>
        <dt>Weights</dt>
        <dd>{describeWeights(record)}</dd>
        <dt>Library</dt>
        <dd>{describeLibrary(record)}. It runs as compiled code, inside this page’s worker.</dd>
        <dt>Licence</dt>
        <dd>{record.licence}</dd>
        <dt>Checked by</dt>
        <dd>{vouchingWords[model.vouching]}</dd>
      </dl>
      {replaces ? <p>A model of this name is in the list already; this takes its place.</p> : null}
      {blockedHosts.length > 0 ? (
        <p className={styles.refused}>
          This deployment may not fetch from {blockedHosts.join(' and ')}. Fetch the folder with
          another program and drop it here instead.
        </p>
      ) : null}
    </>
  )
}

function describeAmount({ bytes, isComputed, folder }: PlannedModel): string {
  if (folder !== undefined) return `${formatBytes(bytes)}, ${folder.files.files.length} files`
  return `${isComputed ? 'about ' : ''}${formatBytes(bytes)} of weights; tokenizer and library add some megabytes`
}

const vouchingWords: Record<PlannedModel['vouching'], string> = {
  host: 'the hashes that its host lists',
  shards:
    'checksums (MD5) in its list of shards, which find damage; for the other files what comes first is kept to',
  folder: 'the list of hashes in the folder, which whoever made the folder wrote',
  nobody:
    'nobody: the folder states no hashes, so its files are taken as they are and held to that',
}
