import { createLensStore } from '../../../src/chat/lensStore.ts'
import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'

import { StorageNotice } from '../../../src/storage/StorageNotice.tsx'
import { createAppStorage } from '../../../src/storage/storage.ts'
import { chatSettings } from '../../fakes/conversations.ts'
import { createFaultyDisk } from '../../fakes/faultyDisk.ts'
import { testTimers } from '../../fakes/testDisk.ts'

const nothing = (): void => undefined

test('a journal that fails is told in words, and no more once it works again', async () => {
  const storage = createAppStorage({
    database: createFaultyDisk(),
    ...testTimers(),
    fallback: () => chatSettings,
    lenses: createLensStore(),
  })
  const screen = await render(
    <StorageNotice onModels={nothing} onOldChats={nothing} storage={storage} />,
  )
  expect(screen.container.textContent).toBe('')
  storage.noteJournal({ name: 'QuotaExceededError', message: 'Full.' })
  await expect.element(screen.getByText('This reply is not saved word by word')).toBeInTheDocument()
  await expect.element(screen.getByText(/The browser has no room left/)).toBeInTheDocument()
  storage.noteJournal(null)
  await expect.poll(() => screen.container.textContent).toBe('')
})

test('a storage that does not answer is told as that', async () => {
  const disk = createFaultyDisk()
  const timers = testTimers()
  const storage = createAppStorage({
    database: disk,
    ...timers,
    fallback: () => chatSettings,
    lenses: createLensStore(),
  })
  disk.fail('hang', 0, Infinity)
  const screen = await render(
    <StorageNotice onModels={nothing} onOldChats={nothing} storage={storage} />,
  )
  const loading = storage.load()
  timers.pass(15_000)
  await loading
  await expect.element(screen.getByText('Your chats could not be read')).toBeInTheDocument()
  await expect.element(screen.getByText(/does not answer/)).toBeInTheDocument()
})
