import '../../../src/app/tokens.css'

import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'

import { App } from '../../../src/app/App.tsx'
import { keyTable } from '../../../src/app/keys/keyTable.ts'
import { LensText } from '../../../src/reasoning/lens/LensText.tsx'
import { createPonder } from './createPonder.ts'

/** Every row of the sheet by its place and words, and a press of its key where it works. */
const rows: Readonly<Record<string, () => Promise<void>>> = {
  'anywhere: Show these keys': async () => {
    await showApp()
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await expect
      .poll(async () => {
        await press('?')
        return sheet.elements().length
      })
      .toBe(1)
  },
  'anywhere: New chat': async () => {
    await showReply()
    await press('n')
    await expect.poll(() => page.getByRole('article').elements().length).toBe(0)
  },
  'anywhere: Go to the message box': async () => {
    await showApp()
    await press('m')
    await expect.element(messageBox()).toHaveFocus()
  },
  'anywhere: Search chats': async () => {
    await showApp()
    const field = document.createElement('input')
    field.setAttribute('aria-label', 'Search chats')
    document.body.append(field)
    await press('/')
    await expect.poll(() => document.activeElement?.getAttribute('aria-label')).toBe('Search chats')
    field.remove()
  },
  'anywhere: Go to the last answer': async () => {
    await showReply()
    await press('a')
    await expect.element(page.getByRole('article', { name: 'Answer' })).toHaveFocus()
  },
  'anywhere: Open or fold the last thought': async () => {
    await showReply()
    await press('t')
    await expect.element(page.getByRole('region', { name: 'Thought' })).toBeVisible()
    await press('t')
    await expect.poll(() => document.querySelector('details')?.open).toBe(false)
  },
  'anywhere: Outline of the last thought, if it is long': async () => {
    await showReply()
    await press('o')
    await expect
      .element(page.getByRole('navigation', { name: 'Outline of the thought' }))
      .toBeVisible()
  },
  'anywhere: Search the last thought, if it is long': async () => {
    await showReply()
    await press('f')
    await expect.element(searchBox()).toHaveFocus()
  },
  'In the message box: Send': async () => {
    const engine = await showApp()
    await userEvent.fill(messageBox(), 'What is 2 + 2?')
    await userEvent.keyboard('{Enter}')
    expect((await engine.whenAsked()).question).toBe('What is 2 + 2?')
  },
  'In the message box: Break the line': async () => {
    await showApp()
    await userEvent.fill(messageBox(), 'one')
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}two')
    await expect.element(messageBox()).toHaveValue('one\ntwo')
  },
  'While a reply is written: Stop the reply': async () => {
    const engine = await showApp()
    await userEvent.fill(messageBox(), 'Think')
    await userEvent.keyboard('{Enter}')
    await engine.whenAsked()
    engine.say('So', [10])
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('button', { name: 'Continue' })).toBeVisible()
  },
  'In dialogs and editors: Close, or give up an edit': async () => {
    await showReply()
    await userEvent.click(page.getByRole('button', { name: 'Settings' }))
    await expect.element(page.getByRole('dialog')).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => page.getByRole('dialog').elements().length).toBe(0)
    for (const [name, field] of [
      ['Edit question', 'Edited question'],
      ['Edit thought', 'Edited thought'],
    ] as const) {
      await userEvent.click(page.getByRole('button', { name }))
      await expect.element(page.getByRole('textbox', { name: field })).toHaveFocus()
      await userEvent.keyboard('{Escape}')
      await expect.poll(() => page.getByRole('textbox', { name: field }).elements().length).toBe(0)
    }
  },
  'In the search of a thought: Next place': () => pressInSearch('{Enter}', '2 of 40'),
  'In the search of a thought: Previous place': () =>
    pressInSearch('{Shift>}{Enter}{/Shift}', '40 of 40'),
  'In the search of a thought: Close the search': async () => {
    await openSearch()
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => searchBox().elements().length).toBe(0)
    await expect.element(page.getByRole('button', { name: 'Search', exact: true })).toHaveFocus()
  },
  'On the bar beside a thought: Previous or next step': async () => {
    await showReply()
    await press('t')
    const bar = page.getByRole('slider', { name: 'Place in the thought' })
    await focusOn(bar)
    await userEvent.keyboard('{Home}{ArrowDown}{ArrowDown}')
    await expect.element(bar).toHaveAttribute('aria-valuenow', '3')
    await userEvent.keyboard('{ArrowUp}')
    await expect.element(bar).toHaveAttribute('aria-valuenow', '2')
  },
  'In “Branch from here”: Choose a word': async () => {
    await showReply()
    await userEvent.click(page.getByRole('button', { name: 'Change this reply' }))
    await userEvent.click(page.getByRole('button', { name: 'Branch from here' }))
    const words = page.getByRole('slider', { name: 'Branch from here' })
    await focusOn(words)
    const at = (): number => Number(words.element().getAttribute('aria-valuenow'))
    await userEvent.keyboard('{Home}{ArrowRight}{ArrowRight}')
    await expect.poll(at).toBe(3)
    await userEvent.keyboard('{ArrowLeft}')
    await expect.poll(at).toBe(2)
    await userEvent.keyboard('{ArrowDown}')
    await expect.poll(at).toBeGreaterThan(3)
    await userEvent.keyboard('{ArrowUp}')
    await expect.poll(at).toBeLessThan(3)
  },
  'Under the token lens: Previous or next token': async () => {
    await showLens()
    await userEvent.keyboard('{ArrowRight}')
    await expect.element(token(/^two/)).toHaveFocus()
    await userEvent.keyboard('{ArrowLeft}')
    await expect.element(token(/^one/)).toHaveFocus()
  },
  'Under the token lens: What else could have come': async () => {
    await showLens()
    await userEvent.keyboard('{Enter}')
    await expect.element(token(/^Go on with uno/)).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expect.element(token(/^one/)).toHaveFocus()
  },
  'Under the token lens: Choose among them': async () => {
    await showLens()
    await userEvent.keyboard('{Enter}')
    await expect.element(token(/^Go on with uno/)).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(token(/^Go on with un,/)).toHaveFocus()
    await userEvent.keyboard('{ArrowUp}')
    await expect.element(token(/^Go on with uno/)).toHaveFocus()
  },
  'In a replay: Close the replay': async () => {
    await showReply()
    await userEvent.click(page.getByRole('button', { name: 'Replay' }))
    await expect.element(page.getByRole('button', { name: /^(Play|Pause)$/ })).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('button', { name: 'Replay' })).toHaveFocus()
  },
}

test('the sheet has no row whose key is not pressed here', () => {
  const names = keyTable.map(({ place = 'anywhere', words }) => `${place}: ${words}`)
  expect(Object.keys(rows).toSorted()).toEqual(names.toSorted())
})

for (const [name, pressKey] of Object.entries(rows))
  test(`the key does what its row says, ${name}`, async () => {
    await pressKey()
    expect.hasAssertions()
  })

const messageBox = (): ReturnType<typeof page.getByRole> =>
  page.getByRole('textbox', { name: 'Message' })

const searchBox = (): ReturnType<typeof page.getByRole> =>
  page.getByRole('searchbox', { name: 'Search this thought' })

const token = (name: RegExp): ReturnType<typeof page.getByRole> =>
  page.getByRole('button', { name })

async function focusOn(target: ReturnType<typeof page.getByRole>): Promise<void> {
  await expect.element(target).toBeVisible()
  ;(target.element() as HTMLElement).focus()
}

/** Outside of text fields. */
async function press(key: string): Promise<void> {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  await userEvent.keyboard(key)
}

async function showApp(): Promise<ReturnType<typeof createPonder>['engine']> {
  await page.viewport(1280, 800)
  const { ponder, engine } = createPonder()
  await render(<App ponder={ponder} />)
  await expect.element(messageBox()).toBeVisible()
  return engine
}

/** A whole reply with a long thought. */
async function showReply(): Promise<void> {
  const engine = await showApp()
  await userEvent.fill(messageBox(), 'What is 2 + 2?')
  await userEvent.keyboard('{Enter}')
  await engine.whenAsked()
  const steps = Array.from({ length: 40 }, (_, index) => `Step ${index + 1}. It goes on.\n`)
  engine.say(`${steps.join('')}</think>4`, [10, 20])
  engine.end()
  await expect.element(page.getByRole('button', { name: 'Try again' })).toBeVisible()
}

async function openSearch(): Promise<void> {
  await showReply()
  await press('f')
  await expect.element(searchBox()).toHaveFocus()
}

async function pressInSearch(keys: string, place: string): Promise<void> {
  await openSearch()
  await userEvent.keyboard('goes on')
  await expect.element(page.getByText('1 of 40')).toBeVisible()
  await userEvent.keyboard(keys)
  await expect.element(page.getByText(place)).toBeVisible()
}

async function showLens(): Promise<void> {
  const part = ['one', ' two'].map((text, index) => ({
    at: index * 3,
    length: text.length,
    ids: [index],
    chance: 0.5,
    entropy: 1,
    likeliest: [text, 'uno', 'un'].map((other, place) => ({
      id: index + 10 * place,
      text: other,
      chance: 0.5 / (place + 1),
    })),
  }))
  await render(
    <LensText
      canTake={() => true}
      label="Tokens of the thought"
      note="Made up."
      onTake={() => undefined}
      part={{ kind: 'reasoning', tokens: part, count: part.length }}
      text="one two"
    />,
  )
  await focusOn(token(/^one/))
}
