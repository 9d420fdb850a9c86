import type { ReactNode } from 'react'

import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import type { EngineState, ModelId } from './engine.ts'
import { describeState } from './engineWords.ts'
import styles from './ModelsDialog.module.css'

/** What the list shows of a model. */
export interface ModelSummary {
  readonly id: ModelId
  readonly name: string
  readonly description: string
  /** Size and where it lives, as "3 MB, part of this app". */
  readonly facts: string
}

interface ModelsDialogProps {
  readonly models: readonly ModelSummary[]
  readonly state: EngineState
  readonly onLoad: (model: ModelId) => void
  readonly onUnload: () => void
  readonly onClose: () => void
}

/** The models of this app, and what each is doing. */
export function ModelsDialog(props: ModelsDialogProps): ReactNode {
  const { models, state, onLoad, onUnload, onClose } = props
  return (
    <Dialog onClose={onClose} title="Models">
      <div className={styles.list}>
        {models.map((model) => {
          const own = 'model' in state && state.model === model.id ? state : undefined
          const isLoaded = own?.status === 'ready' || own?.status === 'generating'
          return (
            <article aria-label={model.name} className={styles.model} key={model.id}>
              <h3>{model.name}</h3>
              <p>{model.description}</p>
              <p className={styles.facts}>
                {model.facts} · {own === undefined ? 'Not loaded' : describeState(own)}
              </p>
              <div className={styles.actions}>
                {isLoaded ? (
                  <Button disabled={own.status === 'generating'} onClick={onUnload} size="s">
                    Unload
                  </Button>
                ) : (
                  <Button
                    disabled={own !== undefined && own.status !== 'failed'}
                    kind="primary"
                    onClick={() => onLoad(model.id)}
                    size="s"
                  >
                    Load
                  </Button>
                )}
              </div>
            </article>
          )
        })}
        <p className={styles.coming}>
          DeepSeek’s R1 distills, which think about anything, need a graphics card and a download of
          1 to 5 GB. Choosing and fetching them here comes with the next version.
        </p>
      </div>
    </Dialog>
  )
}
