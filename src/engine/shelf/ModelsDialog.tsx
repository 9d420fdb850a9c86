import type { ReactNode } from 'react'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'

import { Dialog } from '../../ui/Dialog.tsx'
import { AddModel } from '../adding/AddModel.tsx'
import { createAdding } from '../adding/adding.ts'
import { usualContext } from '../catalogue/contextChoice.ts'
import { rankModels } from '../catalogue/rankModels.ts'
import type { DeviceFacts } from '../catalogue/device.ts'
import type { CatalogueRecord } from '../catalogue/record.ts'
import type { Models } from '../createModels.ts'
import type { EngineState } from '../engine.ts'
import { DeviceLine } from './DeviceLine.tsx'
import { groupBuilds, type ModelGroup } from './groupBuilds.ts'
import { ModelRow } from './ModelRow.tsx'
import styles from './ModelsDialog.module.css'
import type { ModelShelf } from './modelShelf.ts'
import { StorageSection } from './StorageSection.tsx'
import { useRecords } from './useRecords.ts'

interface ModelsDialogProps {
  readonly shelf: ModelShelf
  readonly models: Pick<Models, 'registry' | 'source'>
  readonly engine: EngineState
  readonly onUnload: () => void
  readonly onClose: () => void
}

/** Every model: those on this device, those that could be, and how to bring another. */
export function ModelsDialog(props: ModelsDialogProps): ReactNode {
  const { shelf, models, engine, onUnload, onClose } = props
  const { registry, source } = models
  const adding = useMemo(
    () => createAdding({ source, records: registry.list, shelf }),
    [source, registry, shelf],
  )
  const { installed, device, withoutLibrary, work } = useStore(shelf)
  const records = useRecords(registry)
  // Not by the context that a person chooses: a list that moves under one's hands cannot be read.
  const order = useMemo(
    () => (device === null ? [] : rankGroups(records, device, withoutLibrary)),
    [device, records, withoutLibrary],
  )
  useEffect(() => {
    void shelf.read()
    void shelf.look()
    // What is stored, and what belongs to nothing, change with the list.
    return shelf.subscribe((next, before) => {
      if (next.installed.size !== before.installed.size) void shelf.look()
    })
  }, [shelf])

  const isHere = ({ id, weights }: CatalogueRecord): boolean =>
    weights.kind === 'app' || installed.has(id) || work.has(id)
  const here = records.filter(isHere)
  const elsewhere = order
    .map(({ builds }) => builds.filter(({ record }) => !isHere(record)))
    .filter((builds) => builds.length > 0)
  const best = useMemo(
    () => elsewhere.flat().find(({ verdict }) => verdict === 'runs' || verdict === 'tight'),
    [elsewhere],
  )
  const rows = (role: CatalogueRecord['role']): ReactNode =>
    elsewhere
      .filter(([first]) => first?.record.role === role)
      .map((builds) => (
        <ModelRow
          {...{ shelf, registry, engine, onUnload }}
          builds={builds.map(({ record }) => record)}
          isBest={builds.some(({ record }) => record === best?.record)}
          key={builds[0]?.record.name}
          title={builds[0]?.record.name ?? ''}
        />
      ))
  return (
    <Dialog onClose={onClose} title="Models" wide>
      <div className={styles.sections}>
        <DeviceLine device={device} />
        <section aria-label="On this device">
          <h3>On this device</h3>
          <div className={styles.list}>
            {here.map((record) => (
              <ModelRow
                {...{ shelf, registry, engine, onUnload }}
                builds={[record]}
                isBest={false}
                key={record.id}
                title={titleOf(record, here)}
              />
            ))}
          </div>
        </section>
        <section aria-label="DeepSeek R1">
          <h3>DeepSeek R1</h3>
          <p className={styles.note}>
            Distilled from R1 into smaller models. They think about anything, at length. The context
            is what a chat may hold, thoughts included; all of its memory is taken when a model
            loads.
          </p>
          <div className={styles.list}>{rows('reasoning')}</div>
        </section>
        <section aria-label="To compare with">
          <h3>To compare with</h3>
          <div className={styles.list}>{rows('comparison')}</div>
        </section>
        <AddModel adding={adding} />
        <StorageSection shelf={shelf} />
      </div>
    </Dialog>
  )
}

/** By the context that each has until a person chooses. */
const rankGroups = (
  records: readonly CatalogueRecord[],
  device: DeviceFacts,
  withoutLibrary: ReadonlySet<string>,
): readonly ModelGroup[] =>
  groupBuilds(
    rankModels(records, device, Math.max(...records.map(usualContext)), { withoutLibrary }),
  )

/** Two builds of one model are told apart; a single one needs no more than its name. */
function titleOf(
  { id, name, quantization }: CatalogueRecord,
  all: readonly CatalogueRecord[],
): string {
  const hasTwin = all.some((other) => other.id !== id && other.name === name)
  return hasTwin ? `${name}, ${quantization}` : name
}
