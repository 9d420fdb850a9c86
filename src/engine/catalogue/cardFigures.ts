import type { CardFigure } from './record.ts'

/** Benchmark figures as two model cards give them. Windows of LiveCodeBench differ: never mix columns. */
const readme = 'DeepSeek-R1 README (2025-01)'
const card0528 = 'DeepSeek-R1-0528-Qwen3-8B card (2025-05)'

const readmeColumns = [
  'AIME 2024',
  'AIME 2024, cons@64',
  'MATH-500',
  'GPQA Diamond',
  'LiveCodeBench',
  'Codeforces rating',
]

const fromReadme = (values: readonly number[]): CardFigure[] =>
  values.map((value, at) => ({ benchmark: readmeColumns[at] ?? '', value, source: readme }))

const from0528 = (values: Readonly<Record<string, number>>): CardFigure[] =>
  Object.entries(values).map(([benchmark, value]) => ({ benchmark, value, source: card0528 }))

export const figuresOfQwen1_5B = fromReadme([28.9, 52.7, 83.9, 33.8, 16.9, 954])
export const figuresOfQwen7B = fromReadme([55.5, 83.3, 92.8, 49.1, 37.6, 1189])
export const figuresOfLlama8B = fromReadme([50.4, 80.0, 89.1, 49.0, 39.6, 1205])

export const figuresOf0528 = from0528({
  'AIME 2024': 86.0,
  'AIME 2025': 76.3,
  'HMMT 2025': 61.5,
  'GPQA Diamond': 61.1,
  'LiveCodeBench 2408-2505': 60.5,
})

export const figuresOfQwen3_8B = from0528({
  'AIME 2024': 76.0,
  'AIME 2025': 67.3,
  'GPQA Diamond': 62.0,
})
