import type { PresetAnswer, PresetContent, PresetSampling, PresetThinking } from './preset.ts'

/** The person's own settings: what a new chat starts with. */
export interface OwnSettings {
  readonly model: string
  readonly system: string
  readonly sampling: PresetSampling
  readonly thinking: PresetThinking
}

/** One thing that a preset sets, in words. */
export interface Fact {
  readonly label: string
  readonly value: string
  /** What it is without the preset, if that differs. */
  readonly own: string | undefined
  /** Long texts have lines of their own. */
  readonly isText: boolean
}

const numbers = [
  ['Temperature', 'temperature'],
  ['Top p', 'topP'],
  ['Max tokens', 'maxTokens'],
  ['Seed', 'seed'],
] as const

/** All that a preset sets besides its question, and how that differs from the person's own settings. */
export function comparePreset(
  preset: PresetContent,
  own: OwnSettings,
  nameOf: (model: string) => string,
): readonly Fact[] {
  const facts: (Fact | undefined)[] = [
    fact('System prompt', preset.system, own.system, { isText: true, none: 'none' }),
    preset.beginning === undefined
      ? undefined
      : fact(`The ${preset.beginning.kind} begins`, preset.beginning.text, '', {
          isText: true,
          none: 'the model begins it',
        }),
    fact('Model', preset.model && nameOf(preset.model), nameOf(own.model)),
    ...numbers.map(([label, name]) =>
      fact(label, formatNumber(preset.sampling?.[name]), formatNumber(own.sampling[name]), {
        none: 'a fresh one each time',
      }),
    ),
    fact('Thinking', describeThinking(preset.thinking), describeThinking(own.thinking)),
    fact('Form of the answer', describeAnswer(preset.answer), '', { isText: true, none: 'free' }),
  ]
  return facts.filter((found) => found !== undefined)
}

interface FactWords {
  readonly isText?: boolean
  /** What an empty value is called. */
  readonly none?: string
}

function fact(
  label: string,
  value: string | undefined,
  own: string | undefined,
  { isText = false, none = '' }: FactWords = {},
): Fact | undefined {
  if (value === undefined) return undefined
  const isSame = value === (own ?? '')
  return {
    label,
    value: value === '' ? none : value,
    own: isSame ? undefined : own === undefined || own === '' ? none : own,
    isText,
  }
}

const formatNumber = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : String(value)

function describeThinking(thinking: PresetThinking | undefined): string | undefined {
  switch (thinking?.kind) {
    case undefined:
      return undefined
    case 'free':
      return 'as long as the model likes'
    case 'skip':
      return 'none: it answers at once'
    case 'budget':
      return `${thinking.tokens} tokens at most`
    case 'atLeast':
      return `${thinking.tokens} tokens at least`
  }
}

/** What an answer must look like, in words. */
export function describeAnswer(answer: PresetAnswer | undefined): string | undefined {
  if (answer === undefined) return undefined
  return answer.kind === 'schema' ? answer.schema : `one of: ${answer.choices.join(', ')}`
}
