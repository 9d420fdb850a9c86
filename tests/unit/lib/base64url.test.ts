import fc from 'fast-check'
import { expect, test } from 'vitest'

import { base64urlToBytes, bytesToBase64url } from '../../../src/lib/base64url.ts'

test('any bytes, over the seams of its pieces too, are text as RFC 4648 has it, and bytes again', () => {
  const nearSeams = fc.tuple(fc.constantFrom(0, 12_288, 24_576), fc.integer({ min: -4, max: 4 }))
  fc.assert(
    fc.property(nearSeams, fc.integer({ min: 1, max: 255 }), ([seam, off], seed) => {
      const bytes = Uint8Array.from(
        { length: Math.max(0, seam + off) },
        (_, index) => (index * seed + (index >> 8)) & 255,
      )
      const text = bytesToBase64url(bytes)
      expect(text).toBe(Buffer.from(bytes).toString('base64url'))
      expect(Buffer.compare(base64urlToBytes(text) ?? Buffer.from([0]), bytes)).toBe(0)
    }),
    { numRuns: 60 },
  )
})
