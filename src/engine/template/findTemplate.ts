import type { TemplateName } from '../catalogue/record.ts'
import { qwen3 } from './qwen3.ts'
import { r1Distill, r1_0528 } from './r1.ts'
import type { Template } from './template.ts'

const templates: Readonly<Record<TemplateName, Template>> = {
  'r1-distill': r1Distill,
  'r1-0528': r1_0528,
  qwen3,
}

/** A chat keeps the name of its answers' template; one that nobody knows any more reads as R1's. */
export const findTemplate = (name: string): Template =>
  Object.values(templates).find((template) => template.name === name) ?? r1Distill
