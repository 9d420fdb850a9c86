import { contentOf, type PresetContent } from './preset.ts'
import { readPreset } from './presetSchema.ts'
import * as v from 'valibot'

const fileSchema = v.object({
  ponder: v.literal('presets'),
  v: v.pipe(v.number(), v.integer(), v.minValue(1)),
  presets: v.pipe(v.array(v.unknown()), v.maxLength(1000)),
})

export type ReadPresetFile =
  | {
      readonly kind: 'read'
      readonly contents: readonly PresetContent[]
      /** One sentence for each that could not be read, and for what was left out of another. */
      readonly notes: readonly string[]
    }
  | { readonly kind: 'refused'; readonly reason: string }

/** A file of presets, version 1. */
export const presetsToFile = (presets: readonly PresetContent[]): string =>
  `${JSON.stringify({ ponder: 'presets', v: 1, presets: presets.map(contentOf) }, null, 2)}\n`

/** The presets of a file's JSON; one that is broken does not keep the others out. */
export function readPresetFile(value: unknown): ReadPresetFile {
  const parsed = v.safeParse(fileSchema, value)
  if (!parsed.success) return { kind: 'refused', reason: 'The file holds no presets of Ponder.' }
  if (parsed.output.v > 1)
    return {
      kind: 'refused',
      reason:
        'The file was made by a newer version of Ponder. Reload this page to get that version.',
    }
  const read = parsed.output.presets.map(readPreset)
  return {
    kind: 'read',
    contents: read.flatMap((preset) => (preset.kind === 'read' ? [preset.content] : [])),
    notes: read.flatMap((preset, index) =>
      preset.kind === 'read'
        ? preset.notes.map((note) => `${preset.content.name}: ${note}`)
        : [`Preset ${index + 1} was left out. ${preset.reason}`],
    ),
  }
}
