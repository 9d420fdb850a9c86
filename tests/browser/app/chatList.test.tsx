import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'

import '../../../src/app/tokens.css'
import { createChat } from '../../../src/chat/chat.ts'
import { ChatSidebar } from '../../../src/chat/ChatSidebar.tsx'
import { chatSettings } from '../../fakes/conversations.ts'

const chats = Array.from({ length: 500 }, (_, number) => ({
  ...createChat(`chat${number}`, number, chatSettings),
  title: `Chat ${number}`,
}))
const nothing = (): void => undefined

test('of many chats the first are drawn, and the rest as somebody comes near them', async () => {
  const { container } = await render(
    <div style={{ blockSize: '600px', display: 'grid' }}>
      <ChatSidebar
        addressOf={(id) => `#${id}`}
        busy={new Set()}
        chats={chats}
        footer={null}
        onDelete={nothing}
        onFollow={nothing}
        onNew={nothing}
        onRename={nothing}
        openChat={null}
      />
    </div>,
  )
  const links = (): readonly HTMLAnchorElement[] => [...container.querySelectorAll('a')]
  expect(links().length).toBeLessThan(200)
  expect(links()[0]?.closest('li')?.getAttribute('aria-setsize')).toBe('500')
  for (let times = 0; times < 10; times += 1) {
    // As the Tab key does.
    links().at(-1)?.focus()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await expect.poll(() => links().length).toBe(500)
  expect(links().at(-1)?.textContent).toBe('Chat 499')
})
