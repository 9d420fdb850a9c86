import type { Locator, Page } from '@playwright/test'

import { createChat } from '../../src/chat/chat.ts'
import { databaseName, folderBackupKey, storeName } from '../../src/storage/keys.ts'
import { chatEntries } from '../fakes/chatEntries.ts'
import { chatSettings, fakeQuestion } from '../fakes/conversations.ts'
import { examine } from './examine.ts'
import { expect, test } from './fixtures.ts'
import { closeDialog, dialog, openPonder, showChats } from './ponder.ts'
import { clearRecords, writeRecord } from './storedRecords.ts'

/** One long word, for the narrowest window. */
const folderName = `Backups-${'of-all-that-I-asked-'.repeat(3)}`

const button = (place: Page | Locator, name: string): Locator =>
  place.getByRole('button', { name, exact: true })

/**
 * No test can drive the browser's own dialog. What it gives is real all the same: a folder of the origin's
 * private file system has the same handles, which IndexedDB keeps over a restart as it does any other's.
 */
async function pickByItself(page: Page): Promise<void> {
  await page.addInitScript(
    ([name]) => {
      Object.assign(window, {
        showDirectoryPicker: async () =>
          (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true }),
      })
    },
    [folderName] as const,
  )
}

/** Names and sizes in the folder, sorted. */
const filesIn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(
    async ([name]) => {
      const root = await navigator.storage.getDirectory()
      const folder = await root.getDirectoryHandle(name, { create: true })
      const names: string[] = []
      for await (const file of folder.keys()) names.push(file)
      return names.toSorted()
    },
    [folderName] as const,
  )

const writeFile = (page: Page, file: string, text: string): Promise<void> =>
  page.evaluate(
    async ([name, wanted, content]) => {
      const root = await navigator.storage.getDirectory()
      const folder = await root.getDirectoryHandle(name, { create: true })
      const stream = await (await folder.getFileHandle(wanted, { create: true })).createWritable()
      await stream.write(content)
      await stream.close()
    },
    [folderName, file, text] as const,
  )

const readFile = async (page: Page, file: string): Promise<Buffer> =>
  Buffer.from(
    await page.evaluate(
      async ([name, wanted]) => {
        const root = await navigator.storage.getDirectory()
        const folder = await root.getDirectoryHandle(name)
        const found = await (await folder.getFileHandle(wanted)).getFile()
        return [...new Uint8Array(await found.arrayBuffer())]
      },
      [folderName, file] as const,
    ),
  )

/** As if the last backup were two days old; the handle stays as it is, and so this is done in the page. */
const makeDue = (page: Page): Promise<void> =>
  page.evaluate(
    ([database, store, key]) =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open(database)
        opening.addEventListener('success', () => {
          const records = opening.result.transaction(store, 'readwrite').objectStore(store)
          const reading = records.get(key)
          reading.addEventListener('success', () => {
            const { folder, ...rest } = reading.result
            records.put(
              { ...rest, folder: { ...folder, writtenAt: Date.now() - 2 * 86_400_000 } },
              key,
            )
          })
          records.transaction.addEventListener('complete', () => {
            opening.result.close()
            resolve()
          })
        })
      }),
    [databaseName, storeName, folderBackupKey] as const,
  )

async function openBackups(page: Page): Promise<Locator> {
  await showChats(page)
  await button(page, 'Settings').click()
  return dialog(page, 'Settings').getByRole('region', { name: 'Automatic backup' })
}

const ownName = /^ponder-\d{4}-\d\d-\d\d-\d{6}-[0-9a-f]{8}\.backup\.ponder$/

test('a chosen folder gets backups, is known after a restart, keeps seven, and gives the chats back', async ({
  page,
}) => {
  await pickByItself(page)
  await openPonder(page)
  const chat = { ...createChat('birds', 1000, chatSettings), title: 'Large animals' }
  const question = fakeQuestion({ chatId: 'birds', text: 'Which bird is large?' })
  for (const { key, value } of chatEntries(chat, [question])) await writeRecord(page, key, value)
  await writeFile(page, 'taxes.pdf', 'mine')
  await page.reload()

  let backups = await openBackups(page)
  await expect(backups).toContainText('Off.')
  await button(backups, 'Choose folder…').click()
  await expect(backups).toContainText(`On. Backups go to the folder “${folderName}”`)
  await expect(backups).toContainText(/A backup was written, \d/)
  const [first = '', stranger] = await filesIn(page)
  expect(first).toMatch(ownName)
  expect(stranger).toBe('taxes.pdf')

  for (let more = 1; more <= 7; more += 1) {
    await button(backups, 'Back up now').click()
    await expect(backups).toContainText('A backup was written')
  }
  await expect.poll(() => filesIn(page)).toHaveLength(8)
  const kept = await filesIn(page)
  expect(kept.filter((name) => ownName.test(name))).toHaveLength(7)
  expect(kept).not.toContain(first)
  expect((await readFile(page, 'taxes.pdf')).toString()).toBe('mine')

  // What is written while the app is open goes there by itself once a day has passed.
  await closeDialog(page)
  await page.getByRole('textbox', { name: 'Message' }).fill('typed and not sent')
  await makeDue(page)
  await page.reload()
  await expect.poll(() => filesIn(page), { timeout: 40_000 }).not.toEqual(kept)
  const latest = (await filesIn(page)).filter((name) => ownName.test(name)).at(-1) ?? ''
  expect(kept).not.toContain(latest)
  backups = await openBackups(page)
  await expect(backups).toContainText(`On. Backups go to the folder “${folderName}”`)
  await expect(backups).toContainText(/Last backup: \w+ \d+, \d{4}/)

  await button(dialog(page, 'Settings'), 'Health of what is stored').click()
  const health = dialog(page, 'Health')
  await expect(health.getByRole('region', { name: 'Last backup' })).toContainText('to your folder')
  const report = health.locator('[data-part="diagnostics"]')
  await expect(report).toContainText(/Last backup: \d{4}-.*\(folder\); automatic: on/)
  await expect(report).not.toContainText(folderName)

  const content = await readFile(page, latest)
  await clearRecords(page)
  await page.goto('./')
  backups = await openBackups(page)
  await expect(backups).toContainText('Off.')
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    button(dialog(page, 'Settings'), 'Import chats').click(),
  ])
  await chooser.setFiles({ name: latest, mimeType: '', buffer: content })
  const sheet = dialog(page, 'Import chats')
  await expect(sheet).toContainText('1 chat is new.')
  await button(sheet, 'Import').click()
  await expect(sheet.getByText('Everything was imported.')).toBeVisible()
  await Promise.all([page.waitForEvent('load'), button(sheet, 'Show them').click()])
  await expect(page.getByRole('link', { name: 'Large animals' })).toBeVisible()
})

test('at 390 px each state of the automatic backup shuts nobody out, and a click allows it again', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 800 })
  await pickByItself(page)
  await openPonder(page)
  const backups = await openBackups(page)
  await expect(backups).toContainText('Off.')
  await backups.scrollIntoViewIfNeeded()
  await examine(page, 'automatic backup off', { within: 'dialog' })
  await button(backups, 'Choose folder…').click()
  await expect(backups).toContainText('Last backup:')
  await button(backups, 'Back up now').scrollIntoViewIfNeeded()
  await examine(page, 'automatic backup on', { within: 'dialog' })

  await page.keyboard.press('Escape')
  await page.evaluate(() => {
    let answer = 'prompt'
    Object.assign(FileSystemHandle.prototype, {
      queryPermission: () => Promise.resolve(answer),
      requestPermission: () => Promise.resolve((answer = 'granted')),
    })
  })
  await openBackups(page)
  await expect(backups).toContainText('Nothing is backed up until you allow it again.')
  await button(backups, 'Allow again').scrollIntoViewIfNeeded()
  await examine(page, 'automatic backup waiting', { within: 'dialog' })
  await button(backups, 'Allow again').press('Enter')
  await expect(backups).toContainText('On.')
  await expect(button(backups, 'Back up now')).toBeFocused()

  await page.evaluate(() => {
    FileSystemDirectoryHandle.prototype.getFileHandle = () =>
      Promise.reject(new DOMException('No room', 'QuotaExceededError'))
  })
  await button(backups, 'Back up now').click()
  await expect(backups).toContainText('The folder’s disk is full.')
  await expect(backups).toContainText('Older files are as they were.')
  await button(backups, 'Stop').scrollIntoViewIfNeeded()
  await examine(page, 'automatic backup failed', { within: 'dialog' })
  await button(backups, 'Stop').click()
  await expect(backups).toContainText('The files that are there stay.')
  expect(await filesIn(page)).toHaveLength(1)
})

test('a browser that cannot write to a folder says so', async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, 'showDirectoryPicker')
    Reflect.deleteProperty(Window.prototype, 'showDirectoryPicker')
  })
  await openPonder(page)
  const backups = await openBackups(page)
  await expect(backups).toContainText('This browser lets no page write to a folder of yours.')
  await expect(backups.getByRole('button')).toHaveCount(0)
})
