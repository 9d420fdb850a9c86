import { keepCopy } from '../chat/keepCopy.ts'
import { presetToChat } from '../chat/presetToChat.ts'
import type { SharedChat } from '../chat/sharedTurns.ts'
import { catalogue } from '../engine/catalogue/catalogue.ts'
import type { PresetContent } from '../presets/preset.ts'
import type { PresetModels } from '../presets/PresetFacts.tsx'
import type { Ponder } from './boot.ts'
import { isModelHere } from './isModelHere.ts'

/** The models that can be chosen here, and what the catalogue knows of others. */
export const presetModels = ({
  models,
  shelf,
}: {
  readonly models: Pick<Ponder['models'], 'registry'>
  readonly shelf: Pick<Ponder['shelf'], 'getState'>
}): PresetModels => ({
  list: models.registry.list().filter(({ id }) => isModelHere(shelf, id)),
  describe(id) {
    const record = catalogue.find((known) => known.id === id)
    if (record === undefined) return undefined
    return `The preset was made for ${record.name}. Get it under Models first, if this device can run it.`
  },
})

/** Opens a new chat with the preset filled in. Nothing is sent, and no setting of the person's changes. */
export function applyPreset(
  { chats, incoming, navigation, settings, shelf }: Ponder,
  preset: PresetContent,
  values: ReadonlyMap<string, string>,
): void {
  // First: a link is no place to go back to.
  incoming.settle()
  navigation.showChat(() =>
    chats.startChat(
      presetToChat(preset, {
        values,
        own: settings.getState().chat,
        isKnownModel: (model) => isModelHere(shelf, model),
      }),
    ),
  )
}

/** Puts a chat from elsewhere among the chats. */
export function keepShared(
  { chats, incoming, navigation, settings, models }: Ponder,
  shared: SharedChat,
): void {
  const copy = keepCopy(shared, {
    createId: () => crypto.randomUUID(),
    at: Date.now(),
    own: settings.getState().chat,
    templateOf: (model) => models.registry.find(model)?.template ?? 'r1-distill',
  })
  incoming.settle()
  navigation.showChat(() => chats.addCopy(copy))
}
