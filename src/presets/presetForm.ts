import { contentOf, type PresetContent, type PresetThinking } from './preset.ts'
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
  readonly thinking: PresetThinking['kind'] | 'own'
  /** Of the thought: at most or at least so many. */
  readonly thoughtTokens: string
}

export const emptyPreset: PresetContent = { name: '', question: '' }

export function presetToForm(preset: PresetContent): PresetForm {
  const { name, question, system = '', examples = [], beginning, model = '' } = preset
  const { sampling, thinking } = preset
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
    thinking: thinking?.kind ?? 'own',
    thoughtTokens: thinking !== undefined && 'tokens' in thinking ? String(thinking.tokens) : '',
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
      .map((name) => [name, toNumber(form[name])]),
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
      thinking: toThinking(form),
      answer: before.answer,
    }),
  )
}

const toNumber = (text: string): number => Number(text.trim().replace(',', '.'))

function toThinking({ thinking, thoughtTokens }: PresetForm): PresetThinking | undefined {
  switch (thinking) {
    case 'own':
      return undefined
    case 'free':
    case 'skip':
      return { kind: thinking }
    case 'budget':
    case 'atLeast':
      return { kind: thinking, tokens: toNumber(thoughtTokens) }
  }
}
