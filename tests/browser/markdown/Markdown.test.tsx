import '../../../src/app/tokens.css'

import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'

import { Markdown } from '../../../src/markdown/Markdown.tsx'

const show = async (text: string, isLive = false): Promise<Element> =>
  (await render(<Markdown isLive={isLive} text={text} />)).container

test.each([
  '<img src=x onerror="globalThis.hacked = true">',
  '<script>globalThis.hacked = true</script>',
  '<svg onload="globalThis.hacked = true"></svg>',
  '<iframe src="javascript:parent.hacked = true"></iframe>',
  'text <b onclick="hacked()">bold</b>',
  '<style>* { display: none }</style>',
])('%s is shown as the text that it is', async (html) => {
  const page = await show(html)
  expect(page.querySelector('img, script, svg, iframe, b, style')).toBeNull()
  expect(page.textContent).toContain(html)
  expect(globalThis).not.toHaveProperty('hacked')
})

test('a picture is never fetched: its words and its address stand in its place', async () => {
  const page = await show('![a cat](https://example.com/cat.png?secret=1)')
  expect(page.querySelector('img')).toBeNull()
  expect(page.textContent).toContain('Picture: a cat')
  expect(page.textContent).toContain('https://example.com/cat.png?secret=1')
})

test('a link shows where it leads before it is followed', async () => {
  const page = await show('[your bank](https://evil.example/login)')
  const link = page.querySelector('a')
  expect(link?.getAttribute('href')).toBe('https://evil.example/login')
  expect(link?.rel).toContain('noopener')
  expect(page.textContent).toContain('(evil.example)')
})

test('an address that runs something is no link', async () => {
  const page = await show('[click](javascript:alert(1)) and [x](data:text/html,hi)')
  expect(page.querySelector('a')).toBeNull()
  expect(page.textContent).toContain('click')
})

test('entities are the characters that they mean, and never HTML', async () => {
  const page = await show('R&amp;D: 3 &lt; 4 &#8212; &lt;b&gt;bold&lt;/b&gt; `&amp;` \\&amp;')
  expect(page.textContent).toBe('R&D: 3 < 4 — <b>bold</b> &amp; &amp;')
  expect(page.querySelector('b')).toBeNull()
})

test('an entity hides neither an address nor a character', async () => {
  const page = await show(
    '[run](javascript&#58;alert(1)) [go](https://example.com/?a=1&amp;b=2) x&#8238;y',
  )
  const links = [...page.querySelectorAll('a')].map((link) => link.getAttribute('href'))
  expect(links).toEqual(['https://example.com/?a=1&b=2'])
  expect(page.textContent).toContain('x⟨U+202E⟩y')
})

test.each(['\\[\na^2\n- b\n\\]', '$$\na^2\n+ b\n$$', '\\begin{align}\na^2 &= b\n\\end{align}'])(
  'the formula %j over several lines is one formula',
  async (text) => {
    const page = await show(`So\n${text}\nand on.`)
    await expect.poll(() => page.querySelectorAll('math[display=block]').length).toBe(1)
    expect(page.querySelector('ul, li')).toBeNull()
  },
)

test('what is wider than its column is a region that keys can scroll, and nothing else is', async () => {
  const wide = `x = ${Array.from({ length: 60 }, (_, at) => `a_{${at}}`).join(' + ')}`
  const row = (cell: string): string => `|${` ${cell} |`.repeat(30)}`
  const screen = await render(
    <div style={{ inlineSize: '400px' }}>
      <Markdown
        isLive={false}
        text={`\\[${wide}\\]\n\n\\[x\\]\n\n${row('wide')}\n${row('---')}\n${row('cell')}\n\n\`\`\`\n${'code '.repeat(60)}\n\`\`\`\n\n\`\`\`\nshort\n\`\`\``}
      />
    </div>,
  )
  const names = (): (string | null)[] =>
    [...screen.container.querySelectorAll('[role=region]')].map((region) =>
      region.getAttribute('aria-label'),
    )
  await expect.poll(names).toEqual(['Formula', 'Table', 'Code'])
  for (const name of ['Formula', 'Table', 'Code'])
    await expect.element(screen.getByRole('region', { name })).toHaveAttribute('tabindex', '0')
})

test('formulas become MathML, and one that cannot be read stays text', async () => {
  const page = await show('So \\(x^2 + y^2\\) and \\[\\boxed{42}\\] but \\(\\frac{\\).')
  await expect.poll(() => page.querySelectorAll('math').length).toBeGreaterThanOrEqual(2)
  expect(page.querySelector('math msup')).not.toBeNull()
  expect(page.textContent).toContain('\\frac{')
})

test('code keeps its letters, is coloured, and can be copied', async () => {
  const page = await show('```js\nconst a = "<b>"\n```')
  expect(page.querySelector('pre code')?.textContent?.trim()).toBe('const a = "<b>"')
  await expect
    .poll(() => page.querySelectorAll('pre code span').length, { timeout: 10_000 })
    .toBeGreaterThan(1)
  expect(page.querySelector('pre code')?.textContent?.trim()).toBe('const a = "<b>"')
  expect(page.querySelector('button[aria-label="Copy code"]')).not.toBeNull()
})

test('half-finished marks of a growing text are read as if they were closed', async () => {
  expect((await show('This is **bold te', true)).querySelector('strong')?.textContent).toBe(
    'bold te',
  )
  expect((await show('This is **bold te')).querySelector('strong')).toBeNull()
})

test('letters that Markdown escapes are shown once', async () => {
  const page = await show('5 < 6 & "7" \\* `a<b&c`')
  expect(page.textContent).toBe('5 < 6 & "7" * a<b&c')
})

test('tables, tasks and nested lists are elements', async () => {
  const page = await show('| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n- one\n  - two')
  expect(page.querySelectorAll('td').length).toBe(2)
  expect(page.querySelector<HTMLInputElement>('input[type=checkbox]')?.checked).toBe(true)
  expect(page.querySelector('li li')?.textContent).toBe('two')
})

test('a growing text keeps the elements of its blocks, also of the one that has just been finished', async () => {
  const text = Array.from({ length: 70 }, (_, index) => `Paragraph ${index}.`).join('\n\n')
  const screen = await render(<Markdown isLive text={text} />)
  const before = [...screen.container.querySelectorAll('p')]
  expect(before.length).toBe(70)
  await screen.rerender(<Markdown isLive text={`${text}\n\nAnother **one`} />)
  const after = [...screen.container.querySelectorAll('p')]
  expect(after.length).toBe(71)
  expect(after.slice(0, 70).every((element, index) => element === before[index])).toBe(true)
})

test('a long stored text is drawn from its end at first, and then whole', async () => {
  const text = Array.from({ length: 400 }, (_, index) => `Paragraph ${index}.`).join('\n\n')
  // What is drawn first of all, before any effect has run.
  const first = renderToStaticMarkup(<Markdown isLive={false} text={text} />)
  expect(first).toContain('Paragraph 399.')
  expect(first.split('<p>').length).toBeLessThan(100)
  const page = await show(text)
  await expect.poll(() => page.querySelectorAll('p').length).toBe(400)
  expect(page.querySelector('p')?.textContent).toBe('Paragraph 0.')
})

test('a formula that is half there is text until it can be read, and no error', async () => {
  const errors: unknown[] = []
  const onError = (event: ErrorEvent): void => void errors.push(event.error)
  addEventListener('error', onError)
  const screen = await render(<Markdown isLive text={'\\(\\frac{1}{\\)'} />)
  await expect.element(screen.getByText('\\frac{1}{')).toBeVisible()
  await screen.rerender(<Markdown isLive text={'\\(\\frac{1}{2}\\)'} />)
  await expect.poll(() => screen.container.querySelector('mfrac')).not.toBeNull()
  removeEventListener('error', onError)
  expect(errors).toEqual([])
})
