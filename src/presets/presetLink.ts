import { longestPacked, packJson, unpackJson, type Unpacked } from '../lib/packedJson.ts'
import { contentOf, type PresetContent } from './preset.ts'
import { readPreset, type ReadPreset } from './presetSchema.ts'

/** Version 1, for ever: `#p=1.<base64url of deflated JSON>`. What stands behind # no server is sent. */
export const presetToFragment = async (preset: PresetContent): Promise<string> =>
  `#p=${await packJson(contentOf(preset))}`

/** The preset of what stands behind `#p=`, or what is wrong with it in words. Never throws. */
export async function readPresetLink(packed: string): Promise<ReadPreset> {
  const unpacked = await unpackJson(packed)
  if (unpacked.kind !== 'unpacked') return { kind: 'refused', reason: describeUnpacked(unpacked) }
  return readPreset(unpacked.value)
}

type Refused = Exclude<Unpacked, { readonly kind: 'unpacked' }>

/** What is wrong with a link that cannot be unpacked, and what to do. */
export function describeUnpacked({ kind }: Refused): string {
  switch (kind) {
    case 'too long':
      return `The link is longer than ${longestPacked.toLocaleString('en')} characters. Ask for it as a file.`
    case 'too large':
      return 'The link unpacks to more than it may hold, so it was not unpacked to its end.'
    case 'too new':
      return 'The link was made by a newer version of Ponder. Reload this page to get that version, then open the link again.'
    case 'damaged':
      return 'The link is damaged: a part of it may have been lost on its way. Ask for it again, or for the file.'
  }
}
