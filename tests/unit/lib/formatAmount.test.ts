import fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  formatBytes,
  formatPart,
  formatTimeLeft,
  formatTokens,
} from '../../../src/lib/formatAmount.ts'

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_660, '1.7 kB'],
  [3_871_662, '3.9 MB'],
  [60_400_000, '60 MB'],
  [999_400_000, '999 MB'],
  [999_600_000, '1.00 GB'],
  [4_341_221_376, '4.34 GB'],
])('%d bytes are %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words)
})

test.each([
  [0, 4_341_221_376, '0.00 of 4.34 GB'],
  [1_204_000_000, 4_341_221_376, '1.20 of 4.34 GB'],
  [4_341_221_375, 4_341_221_376, '4.34 of 4.34 GB'],
  [5_400_000, 5_760_000, '5.4 of 5.8 MB'],
  [59_900_000, 60_000_000, '59 of 60 MB'],
  [12, 40, '12 of 40 bytes'],
])('%d of %d bytes are %s', (part, whole, words) => {
  expect(formatPart(part, whole)).toBe(words)
})

test('a part is never shown as more than its whole', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 31), fc.nat(2 ** 31), (one, other) => {
      const [part, whole] = [Math.min(one, other), Math.max(one, other)]
      const [shown, , all] = formatPart(part, whole).split(' ')
      expect(Number(shown)).toBeLessThanOrEqual(Number(all))
    }),
  )
})

test.each([
  [3, 'a few seconds left'],
  [41, '50 s left'],
  [57, '1 min left'],
  [150, '3 min left'],
  [3_700, '1 h 2 min left'],
])('%d seconds are %s', (seconds, words) => {
  expect(formatTimeLeft(seconds)).toBe(words)
})

test('contexts are named by their thousands of two', () => {
  expect([1_024, 32_768, 1_000].map(formatTokens)).toEqual(['1k', '32k', '1000'])
})
