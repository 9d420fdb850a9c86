import type { ReactNode } from 'react'

import { comparePreset, type OwnSettings } from './comparePreset.ts'
import type { PresetContent } from './preset.ts'
import styles from './Presets.module.css'

/** The models that can be chosen here, and what one needs that cannot. */
export interface PresetModels {
  readonly list: readonly { readonly id: string; readonly name: string }[]
  /** What is known of a model that is not in the list, in a sentence. */
  readonly describe: (id: string) => string | undefined
}

interface PresetFactsProps {
  readonly preset: PresetContent
  readonly own: OwnSettings
  readonly models: PresetModels
}

/** All that a preset sets, each with what it is without it. */
export function PresetFacts({ preset, own, models }: PresetFactsProps): ReactNode {
  const nameOf = (id: string): string => models.list.find((model) => model.id === id)?.name ?? id
  const facts = comparePreset(preset, own, nameOf)
  return (
    <>
      <section aria-label="Question" className={styles.text}>
        <h3>Question</h3>
        <pre>{preset.question === '' ? 'none' : preset.question}</pre>
      </section>
      {facts.length === 0 ? null : (
        <dl className={styles.facts}>
          {facts.map(({ label, value, own: without, isText }) => (
            <div className={isText ? styles.factText : undefined} key={label}>
              <dt>{label}</dt>
              <dd>
                {isText ? <pre>{value}</pre> : value}
                {without === undefined ? null : (
                  <small>
                    Yours: {without.length > 200 ? `${without.slice(0, 200)}…` : without}
                  </small>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {facts.length === 0 || facts.some((fact) => fact.own !== undefined) ? null : (
        <p className={styles.note}>All of it is as your own settings are.</p>
      )}
      <UnknownModel models={models} own={nameOf(own.model)} preset={preset} />
    </>
  )
}

interface UnknownModelProps {
  readonly preset: PresetContent
  readonly models: PresetModels
  /** The model that is used instead. */
  readonly own: string
}

function UnknownModel({ preset: { model }, models, own }: UnknownModelProps): ReactNode {
  if (model === undefined || models.list.some(({ id }) => id === model)) return null
  const known = models.describe(model)
  return (
    <p className={styles.warning}>
      {known ?? `“${model}” is not a model that Ponder knows.`} The chat starts with {own} instead;
      you can choose another under Models.
    </p>
  )
}
