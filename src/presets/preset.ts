/** How the next token is to be drawn, as far as a preset says so. */
export interface PresetSampling {
  readonly temperature?: number | undefined
  readonly topP?: number | undefined
  readonly maxTokens?: number | undefined
  readonly seed?: number | undefined
}

export type PresetThinking =
  | { readonly kind: 'free' }
  | { readonly kind: 'skip' }
  | { readonly kind: 'budget'; readonly tokens: number }
  | { readonly kind: 'atLeast'; readonly tokens: number }

/** What the answer must look like: a JSON schema as its text, or one of a few words. */
export type PresetAnswer =
  | { readonly kind: 'schema'; readonly schema: string }
  | { readonly kind: 'choices'; readonly choices: readonly string[] }

/** Words put into the model's mouth: the reply goes on from them. */
export interface Beginning {
  readonly kind: 'thought' | 'answer'
  readonly text: string
}

/** An example value of a `{{variable}}`. */
export interface Example {
  readonly name: string
  readonly value: string
}

/** All that a preset sets. What is left out is left as the person has it. */
export interface PresetContent {
  readonly name: string
  readonly question: string
  readonly system?: string | undefined
  readonly examples?: readonly Example[] | undefined
  readonly beginning?: Beginning | undefined
  readonly model?: string | undefined
  readonly sampling?: PresetSampling | undefined
  readonly thinking?: PresetThinking | undefined
  readonly answer?: PresetAnswer | undefined
}

/** A preset that is kept. */
export interface Preset extends PresetContent {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly updatedAt: number
}

/** Only what a preset says, in one order of fields: what is shared and compared. */
export function contentOf(preset: PresetContent): PresetContent {
  const { name, question, system, examples, beginning, model, sampling, thinking, answer } = preset
  const content = { name, question, system, examples, beginning, model, sampling, thinking, answer }
  return Object.fromEntries(
    Object.entries(content).filter(([, value]) => value !== undefined),
  ) as unknown as PresetContent
}
