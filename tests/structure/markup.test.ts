import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { sourceFiles } from './rooms.ts'

/** Every way from text to live markup or code that the DOM and React offer. */
const waysToMarkup =
  /dangerouslySetInnerHTML|\b(?:inner|outer)HTML\b|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|document\.write|\bsrcdoc\b|\beval\(|new Function\b/i

test.each(['<div dangerouslySetInnerHTML={x} />', 'element.innerHTML = x', '<iframe srcDoc={x}>'])(
  'the search knows %s',
  (code) => {
    expect(code).toMatch(waysToMarkup)
  },
)

test('nothing in src/ makes markup or code from text', () => {
  const src = fileURLToPath(new URL('../../src', import.meta.url))
  const files = sourceFiles(src)
  expect(files.length).toBeGreaterThan(0)
  expect(files.filter((file) => waysToMarkup.test(readFileSync(file, 'utf8')))).toEqual([])
})
