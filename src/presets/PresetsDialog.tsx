import type { ReactNode } from 'react'
import { Fragment, useRef, useState } from 'react'
import { useStore } from 'zustand'

import { fileEnding, saveFile, toFileName } from '../lib/saveFile.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { r1Presets, smallPresets } from './builtinPresets.ts'
import type { OwnSettings } from './comparePreset.ts'
import { PresetCard } from './PresetCard.tsx'
import { PresetEditor } from './PresetEditor.tsx'
import type { PresetModels } from './PresetFacts.tsx'
import { presetsToFile } from './presetFile.ts'
import { emptyPreset } from './presetForm.ts'
import type { PresetContent } from './preset.ts'
import styles from './Presets.module.css'
import { sortPresets, type PresetStore } from './presetStore.ts'
import { SharePreset } from './SharePreset.tsx'
import { UsePreset } from './UsePreset.tsx'

interface PresetsDialogProps {
  readonly store: PresetStore
  readonly own: OwnSettings
  readonly models: PresetModels
  readonly onUse: (preset: PresetContent, values: ReadonlyMap<string, string>) => void
  /** A file of presets or of a chat, that the person chose. */
  readonly onOpenFile: (file: File) => void
  readonly onClose: () => void
}

type Over =
  | { readonly kind: 'none' }
  | { readonly kind: 'use' | 'share'; readonly preset: PresetContent }
  | { readonly kind: 'edit'; readonly preset: PresetContent; readonly id: string | null }

/** The library: the person's own presets, and those that come with the app. */
export function PresetsDialog(props: PresetsDialogProps): ReactNode {
  const { store, own, models, onUse, onOpenFile, onClose } = props
  const presets = sortPresets(useStore(store, (state) => state.presets))
  const removed = useStore(store, (state) => state.removed)
  const [over, setOver] = useState<Over>({ kind: 'none' })
  const [isSaved, setIsSaved] = useState('')
  const file = useRef<HTMLInputElement>(null)
  const close = (): void => setOver({ kind: 'none' })
  const duplicate = (preset: PresetContent): void =>
    setOver({ kind: 'edit', preset: { ...preset, name: `${preset.name} (copy)` }, id: null })
  return (
    <>
      <Dialog onClose={onClose} title="Presets" wide>
        <div className={styles.sheet}>
          <div className={styles.buttons}>
            <Button onClick={() => setOver({ kind: 'edit', preset: emptyPreset, id: null })}>
              New preset
            </Button>
            <Button onClick={() => file.current?.click()}>Open a file</Button>
            <input
              accept={`${fileEnding},.json,application/json`}
              aria-label="File of presets or of a chat"
              hidden
              onChange={(event) => {
                const [chosen] = event.target.files ?? []
                event.target.value = ''
                if (chosen !== undefined) onOpenFile(chosen)
              }}
              ref={file}
              type="file"
            />
            {presets.length === 0 ? null : (
              <Button onClick={() => saveFile(toFileName('', 'presets'), presetsToFile(presets))}>
                Save mine as a file
              </Button>
            )}
          </div>
          <p aria-live="polite" className="visually-hidden">
            {isSaved}
          </p>
          {removed === null ? null : (
            <div className={styles.undo} role="alert">
              <span>“{removed.name}” was deleted.</span>
              <Button onClick={store.undoRemove} size="s">
                Undo
              </Button>
            </div>
          )}
          {presets.length === 0 ? null : <h3 className={styles.heading}>Mine</h3>}
          <div className={styles.list} hidden={presets.length === 0}>
            {presets.map((preset) => (
              <PresetCard
                key={preset.id}
                onDelete={() => store.remove(preset.id)}
                onDuplicate={() => duplicate(preset)}
                onEdit={() => setOver({ kind: 'edit', preset, id: preset.id })}
                onShare={() => setOver({ kind: 'share', preset })}
                onUse={() => setOver({ kind: 'use', preset })}
                preset={preset}
              />
            ))}
          </div>
          {(
            [
              ['For every model', smallPresets],
              ['For R1 and its distills', r1Presets],
            ] as const
          ).map(([heading, list]) => (
            <Fragment key={heading}>
              <h3 className={styles.heading}>{heading}</h3>
              <div className={styles.list}>
                {list.map((preset) => (
                  <PresetCard
                    key={preset.name}
                    onDuplicate={() => duplicate(preset)}
                    onShare={() => setOver({ kind: 'share', preset })}
                    onUse={() => setOver({ kind: 'use', preset })}
                    preset={preset}
                  />
                ))}
              </div>
            </Fragment>
          ))}
        </div>
      </Dialog>
      {over.kind === 'use' ? (
        <UsePreset
          models={models}
          onDismiss={close}
          onUse={(values) => onUse(over.preset, values)}
          own={own}
          preset={over.preset}
          title={over.preset.name}
        />
      ) : null}
      {over.kind === 'share' ? <SharePreset onClose={close} preset={over.preset} /> : null}
      {over.kind === 'edit' ? (
        <PresetEditor
          models={models}
          onClose={close}
          onSave={(content) => {
            if (over.id === null) store.add(content)
            else store.change(over.id, content)
            setIsSaved(`“${content.name}” was saved.`)
            close()
          }}
          preset={over.preset}
          title={over.id === null ? 'New preset' : 'Edit preset'}
        />
      ) : null}
    </>
  )
}
