import type { ReactNode } from 'react'
import { useState } from 'react'
import { useStore } from 'zustand'

import { formatBytes, formatPart } from '../../lib/formatAmount.ts'
import { fit, type Fit } from '../catalogue/fit.ts'
import { downloadSize } from '../catalogue/memory.ts'
import type { CatalogueRecord } from '../catalogue/record.ts'
import type { EngineState } from '../engine.ts'
import {
  archiveTarget,
  canPickFolder,
  folderTarget,
  pickFolder,
} from '../installed/exportTargets.ts'
import type { ModelRegistry } from '../modelRegistry.ts'
import { describeFailure } from '../engineWords.ts'
import { describeQuantization } from './describeFit.ts'
import { hostsOf } from './describeSource.ts'
import { describeLoaded } from './describeWork.ts'
import { type Action, phaseOf } from './modelActions.ts'
import { ModelCard } from './ModelCard.tsx'
import type { ModelShelf } from './modelShelf.ts'
import type { ShelfState } from './shelfState.ts'
import { useContextOf } from './useRecords.ts'

interface ModelRowProps {
  readonly shelf: ModelShelf
  readonly registry: ModelRegistry
  readonly engine: EngineState
  /** Builds of the same model, the best first. */
  readonly builds: readonly CatalogueRecord[]
  readonly title: string
  readonly isBest: boolean
  readonly onUnload: () => void
}

/** A model's card with what the shelf knows of it, and its buttons with what they do. */
export function ModelRow(props: ModelRowProps): ReactNode {
  const { shelf, registry, engine, builds, title, isBest, onUnload } = props
  const state = useStore(shelf)
  const [chosen, setChosen] = useState<string>()
  const record = builds.find(({ id }) => id === chosen) ?? builds[0]
  const context = useContextOf(registry, record?.id ?? '')
  if (record === undefined) return null
  const { id } = record
  const installed = state.installed.get(id)
  const isWhole = installed?.state === 'whole'
  const verdict =
    state.device === null
      ? undefined
      : fit({
          device: state.device,
          record,
          context,
          isStored: isWhole,
          lacksLibrary: state.withoutLibrary.has(id),
        })
  const loaded = 'facts' in engine && engine.model === id ? engine.facts : undefined
  return (
    <ModelCard
      builds={builds.map((build) => [
        build.id,
        `${describeQuantization(build.quantization)}, ${formatBytes(downloadSize(build).bytes)}`,
      ])}
      context={context}
      fit={verdict}
      isBest={isBest}
      onAction={(action) => void act(action, record, shelf, onUnload)}
      onBuild={setChosen}
      onContext={(tokens) => void shelf.chooseContext(id, tokens)}
      onPlanDelete={() => shelf.planDelete(id)}
      place={placeOf(record, state)}
      progress={state.progress.get(id)}
      record={record}
      situation={{
        isEmbedded: record.weights.kind === 'app',
        canRun: verdict !== undefined && verdict.verdict !== 'cannot',
        isUnsure: verdict !== undefined && canBeTried(verdict, state),
        isStale: loaded !== undefined && loaded.contextTokens !== context,
        installed,
        work: state.work.get(id),
        outcome: state.outcomes.get(id),
        engine: phaseOf(engine, id),
      }}
      status={loaded === undefined ? undefined : describeLoaded(loaded)}
      failure={describeEngineFailure(engine, id)}
      title={title}
    />
  )
}

/** Also after a trial that found too little: what else held the memory may be gone. */
const canBeTried = ({ verdict, reasons }: Fit, { trial }: ShelfState): boolean =>
  verdict === 'unknown' ||
  (trial !== undefined && verdict === 'cannot' && reasons.every((r) => r.kind === 'memory-short'))

async function act(
  action: Action,
  { id, name }: CatalogueRecord,
  shelf: ModelShelf,
  onUnload: () => void,
): Promise<void> {
  switch (action) {
    case 'Load':
    case 'Resume':
      return shelf.obtain(id, 'use')
    case 'Repair':
      return shelf.obtain(id, 'keep')
    case 'Unload':
      return onUnload()
    case 'Pause':
      return shelf.pause(id)
    case 'Cancel':
      return shelf.cancel(id)
    case 'Verify':
      return shelf.verify(id)
    case 'Delete':
      return shelf.remove(id)
    case 'Try the memory':
      return shelf.tryMemory(id)
    case 'Export': {
      const folder = name.replace(/[^\w.-]+/g, '-')
      if (!canPickFolder()) return shelf.exportTo(id, archiveTarget(folder), 'archive')
      const picked = await pickFolder('readwrite')
      if (picked !== undefined) await shelf.exportTo(id, folderTarget(picked, folder), 'folder')
    }
  }
}

/** Why the engine could not load it, with what to do. */
function describeEngineFailure(engine: EngineState, id: string): string | undefined {
  if (engine.status !== 'failed' || engine.model !== id) return undefined
  const { title, advice } = describeFailure(engine.error)
  return `${title}. ${advice}`
}

/** Where the model is, or what would come from where. */
function placeOf(record: CatalogueRecord, { installed, progress }: ShelfState): string {
  if (record.weights.kind === 'app') return 'Part of this app'
  const model = installed.get(record.id)
  if (model?.state !== 'whole') {
    const { bytes, source } = downloadSize(record)
    const total = progress.get(record.id)?.total
    const size =
      total === undefined
        ? `${source === 'computed' ? 'About ' : ''}${formatBytes(bytes)}`
        : formatBytes(total)
    const held = progress.get(record.id)
    if (held !== undefined && held.bytes > 0)
      return `${formatPart(held.bytes, held.total)} is here, from ${hostsOf(record).join(' and ') || 'a folder'}`
    return `${size} to download from ${hostsOf(record).join(' and ') || 'this app'}`
  }
  const size = formatBytes(progress.get(record.id)?.total ?? downloadSize(record).bytes)
  return `${size} on this device, ${
    model.lastUsedAt === null ? 'not used yet' : `last used ${formatDay(model.lastUsedAt)}`
  }`
}

const formatDay = (at: number): string =>
  new Date(at).toLocaleDateString('en', { day: 'numeric', month: 'long', year: 'numeric' })
