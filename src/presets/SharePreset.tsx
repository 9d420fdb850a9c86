import type { ReactNode } from 'react'
import { useCallback } from 'react'

import { toFileName } from '../lib/saveFile.ts'
import type { PresetContent } from './preset.ts'
import { presetsToFile } from './presetFile.ts'
import { presetToFragment } from './presetLink.ts'
import { ShareLink } from './ShareLink.tsx'

interface SharePresetProps {
  readonly preset: PresetContent
  readonly onClose: () => void
}

export function SharePreset({ preset, onClose }: SharePresetProps): ReactNode {
  const makeFragment = useCallback(() => presetToFragment(preset), [preset])
  return (
    <ShareLink
      file={{
        name: toFileName(preset.name, 'preset'),
        text: () => presetsToFile([preset]),
      }}
      makeFragment={makeFragment}
      onClose={onClose}
      title="Share preset"
    >
      The link holds “{preset.name}” and all that it sets. Who opens it sees all of that first, and
      nothing runs until they send the question themselves.
    </ShareLink>
  )
}
