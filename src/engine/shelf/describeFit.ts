import type { Fit } from '../catalogue/fit.ts'

/** A verdict in words. */
export const verdictWords: Record<Fit['verdict'], string> = {
  runs: 'Runs here',
  tight: 'Tight',
  unknown: 'May run here',
  cannot: 'Cannot run here',
}

/** Why, a sentence each; a verdict never stands alone. */
export function describeReasons({ verdict, reasons }: Fit): readonly string[] {
  if (reasons.length > 0) return reasons.map(({ words }) => words)
  return verdict === 'runs' ? ['Its memory, its buffers and its download fit this device.'] : []
}

/** What MLC's name of a quantisation says. */
export function describeQuantization(quantization: string): string {
  const [, bits = '', float = ''] = /^q(\d)f(16|32)/.exec(quantization) ?? []
  if (bits === '') return quantization
  return bits === '0' ? `${float}-bit` : `${bits}-bit weights, ${float}-bit arithmetic`
}
