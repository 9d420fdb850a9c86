import type { PromptShare } from '../engine.ts'
import type { PromptSection } from '../template/template.ts'

/**
 * Tokens of each section of a prompt that has `total` in all. A control token parts what stands before it from
 * what follows, so sections are counted one by one; where a template lets two meet without one, a token that
 * they share counts for the last.
 */
export function measureSections(
  sections: readonly PromptSection[],
  total: number,
  countTokens: (text: string) => number,
): readonly PromptShare[] {
  let left = total
  return sections.map((section, index) => {
    const isLast = index === sections.length - 1
    const tokens = isLast ? left : Math.min(left, countTokens(section.text))
    left -= tokens
    return section.kind === 'history' || section.kind === 'kept thought'
      ? { kind: section.kind, turn: section.turn, tokens }
      : { kind: section.kind, tokens }
  })
}
