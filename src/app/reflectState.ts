import type { Engine } from '../engine/engine.ts'
import type { SettingsStore } from '../settings/settingsStore.ts'

/** `<html data-engine>`: the engine's state where styles and tests can see it. */
export function reflectEngine(engine: Engine): void {
  const write = (): void => {
    document.documentElement.dataset['engine'] = engine.getState().status
  }
  write()
  engine.subscribe(write)
}

/** `<html data-theme>`: the theme that was chosen, for the styles. */
export function reflectTheme(settings: SettingsStore): void {
  const write = (): void => {
    document.documentElement.dataset['theme'] = settings.getState().theme
  }
  write()
  settings.subscribe(write)
}
