import type { ReactNode } from 'react'
import { useRef } from 'react'
import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'

import { useStickToBottom } from '../../../src/chat/useStickToBottom.ts'
import { readingAway } from '../../../src/reasoning/readingAway.ts'

function Scroller(): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  useStickToBottom(box, content)
  return (
    <div data-testid="box" ref={box} style={{ blockSize: 200, overflow: 'auto' }}>
      <div ref={content} style={{ blockSize: 2000 }}>
        <i data-testid="thought">A thought</i>
      </div>
    </div>
  )
}

const frames = async (): Promise<void> => {
  for (let count = 0; count < 3; count += 1)
    await new Promise((resolve) => requestAnimationFrame(resolve))
}

async function showAtEnd(): Promise<{
  readonly box: HTMLElement
  readonly read: (isAway: boolean) => void
}> {
  const screen = await render(<Scroller />)
  const box = screen.getByTestId('box').element() as HTMLElement
  const thought = screen.getByTestId('thought').element()
  await expect.poll(() => box.scrollTop).toBe(1800)
  return {
    box,
    read: (detail) =>
      void thought.dispatchEvent(new CustomEvent(readingAway, { bubbles: true, detail })),
  }
}

test('who comes back to the end of a thought follows the chat again', async () => {
  const { box, read } = await showAtEnd()
  read(true)
  box.firstElementChild?.setAttribute('style', 'block-size: 2400px')
  await frames()
  expect(box.scrollTop).toBe(1800)
  read(false)
  await frames()
  expect(box.scrollTop).toBe(2200)
})

test('who scrolled up in the chat meanwhile stays there when they are at the end of the thought again', async () => {
  const { box, read } = await showAtEnd()
  read(true)
  box.scrollTop = 600
  await frames()
  read(false)
  await frames()
  expect(box.scrollTop).toBe(600)
})
