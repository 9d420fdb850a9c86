import { presetFormat, presetToRecord } from '../presetRecord.ts'
import { presetPrefix, settingsKey } from '../keys.ts'
import { readRecord } from '../record.ts'
import { settingsFormat, settingsToRecord } from '../settingsRecord.ts'
import { sharedKindOf, type Fields } from './formats.ts'
import { isSame, mergeFields } from './mergeFields.ts'
import type { SyncedParts } from './tabSync.ts'

/** Presets as they are on the disk now; undefined for those that are not. */
export function takePresets(parts: SyncedParts, found: ReadonlyMap<string, unknown>): void {
  const { presets, saved, setSaved } = parts
  for (const [key, raw] of found) {
    if (sharedKindOf(key) !== 'preset') continue
    const id = key.slice(presetPrefix.length)
    const base = saved().presets.get(id)
    const here = presets.getState().presets.get(id)
    const known = new Map(saved().presets)
    if (raw === undefined) {
      known.delete(id)
      // Changed here since: kept.
      if (here !== undefined && here === base) presets.takeIn(id, undefined)
    } else {
      const there = readRecord(presetFormat, raw)
      if (there.kind !== 'read' || (here === undefined && base !== undefined)) continue
      const merged =
        here === undefined
          ? raw
          : mergeFields('preset', fieldsOf(base), fieldsOf(here), fieldsOf(there.value))
      const result = readRecord(presetFormat, merged)
      if (result.kind !== 'read') continue
      const isSettled = isSame(fieldsOf(result.value), fieldsOf(there.value))
      known.set(id, isSettled ? result.value : there.value)
      presets.takeIn(id, result.value)
    }
    setSaved({ ...saved(), presets: known })
  }

  function fieldsOf(preset: Parameters<typeof presetToRecord>[0] | undefined): Fields {
    return preset === undefined ? {} : (presetToRecord(preset) as Fields)
  }
}

export function takeSettings(parts: SyncedParts, found: ReadonlyMap<string, unknown>): void {
  const { settings, saved, setSaved } = parts
  const there = readRecord(settingsFormat, found.get(settingsKey))
  if (there.kind !== 'read') return
  const base = saved().settings
  const theirs = settingsToRecord(there.value) as Fields
  const merged = readRecord(
    settingsFormat,
    mergeFields(
      'settings',
      base === null ? {} : (settingsToRecord(base) as Fields),
      settingsToRecord(settings.getState()) as Fields,
      theirs,
    ),
  )
  if (merged.kind !== 'read') return
  settings.change(merged.value)
  const isSettled = isSame(settingsToRecord(settings.getState()), theirs)
  setSaved({ ...saved(), settings: isSettled ? settings.getState() : there.value })
}
