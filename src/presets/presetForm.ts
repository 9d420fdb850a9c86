import { contentOf, type PresetContent } from './preset.ts'
import { readPreset, type ReadPreset } from './presetSchema.ts'
import { findVariables } from './variables.ts'

/** A preset as its form holds it: texts as they are typed, empty for what is left out. */
export interface PresetForm {
  readonly name: string
  readonly question: string
  readonly system: string
  readonly examples: ReadonlyMap<string, string>
  readonly begins: 'none' | 'thought' | 'answer'
  readonly beginning: string
  readonly model: string
  readonly temperature: string
  readonly topP: string
  readonly maxTokens: string
  readonly seed: string
}

export const emptyPreset: PresetContent = { name: '', question: '' }

export function presetToForm(preset: PresetContent): PresetForm {
  const { name, question, system = '', examples = [], beginning, model = '', sampling } = preset
  const numberText = (value: number | undefined): string =>
    value === undefined ? '' : String(value)
  return {
    name,
    question,
    system,
    examples: new Map(examples.map((example) => [example.name, example.value])),
    begins: beginning?.kind ?? 'none',
    beginning: beginning?.text ?? '',
    model,
    temperature: numberText(sampling?.temperature),
    topP: numberText(sampling?.topP),
    maxTokens: numberText(sampling?.maxTokens),
    seed: numberText(sampling?.seed),
  }
}

/** The preset of a form, or what is wrong with it. `before` holds what the form has no field for. */
export function formToPreset(form: PresetForm, before: PresetContent): ReadPreset {
  const examples = findVariables(form.question).flatMap((name) => {
    const value = form.examples.get(name) ?? ''
    return value === '' ? [] : [{ name, value }]
  })
  const sampling = Object.fromEntries(
    (['temperature', 'topP', 'maxTokens', 'seed'] as const)
      .filter((name) => form[name].trim() !== '')
      // What is no number is refused with its own name.
      .map((name) => [name, Number(form[name].trim().replace(',', '.'))]),
  )
  return readPreset(
    contentOf({
      name: form.name.trim(),
      question: form.question,
      // Left out is not the same as none: R1 is to have no system prompt at all.
      system: form.system === '' && before.system === undefined ? undefined : form.system,
      examples: examples.length === 0 ? undefined : examples,
      beginning:
        form.begins === 'none' || form.beginning === ''
          ? undefined
          : { kind: form.begins, text: form.beginning },
      model: form.model === '' ? undefined : form.model,
      sampling: Object.keys(sampling).length === 0 ? undefined : sampling,
      thinking: before.thinking,
      answer: before.answer,
    }),
  )
}
