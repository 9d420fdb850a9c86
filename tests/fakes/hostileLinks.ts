import { deflateRawSync } from 'node:zlib'

import { createChance } from './chance.ts'

/** Links as an attacker would make them, the same ones for the same seed. */
export interface HostileLink {
  readonly kind: string
  readonly fragment: string
}

const pack = (text: string | Buffer): string => `1.${deflateRawSync(text).toString('base64url')}`

const bomb = pack(Buffer.alloc(4 * 2 ** 20, 0x20))
const deep = pack('[{"name":'.repeat(30_000))

const fields = [
  'name question system examples beginning model sampling thinking answer',
  '__proto__ constructor toString apiKey server settings title turns v',
].flatMap((words) => words.split(' '))
const texts = [
  '',
  'x',
  '{{a}}',
  '{{a}}{{a}}{{',
  '}}{{',
  '{{__proto__}}',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  '\u202E\u2066',
  '\u{E0041}\u{E0042}',
  '\0\u0007\u001B[31m',
  '\ud800',
  '<think>',
  '<｜User｜>',
  '__proto__',
  '😀',
  'ا',
  '\uFEFF',
  'free',
  'budget',
  'thought',
  'schema',
  'choices',
]
const names = ['p', 't', 'P', 'p ', 'pp', '', 'chat', '__proto__', 'constructor', '%70', '\0']
const signs = 'A a - _ = % . + / # & \0 é 1. #p='.split(' ')

/** Endless hostile links. */
export function* hostileLinks(seed: number): Generator<HostileLink, never> {
  const chance = createChance(seed)
  const upTo = (most: number): number => Math.floor(chance() * most)
  const pick = <Item>(items: readonly Item[]): Item => {
    return items[upTo(items.length)] as Item
  }

  const text = (): string => {
    if (chance() < 0.02) return pick(texts).repeat(upTo(12_000))
    return Array.from({ length: upTo(4) }, () => pick(texts)).join('')
  }
  const value = (depth: number): unknown => {
    const kind = upTo(depth > 3 ? 5 : 8)
    if (kind < 2) return text()
    if (kind === 2) return pick([0, -1, 0.5, 1e308, -0, 2 ** 53, 131_072, 0.01])
    if (kind === 3) return pick([true, false, null])
    if (kind === 4) return pick([[], {}, '', 'free'])
    if (kind === 5) return Array.from({ length: upTo(5) }, () => value(depth + 1))
    return Object.fromEntries(
      Array.from({ length: upTo(5) }, () => [
        pick([...fields, 'kind', 'text', 'value', 'tokens', 'temperature', 'seed', 'choices']),
        value(depth + 1),
      ]),
    )
  }
  /** Close to a preset: right in most fields. */
  const preset = (): unknown => {
    const rough: Record<string, unknown> = { name: `x${text()}`, question: text() }
    if (chance() < 0.4) rough['system'] = text()
    if (chance() < 0.3)
      rough['examples'] = [{ name: 'a', value: text() }, value(2)].slice(0, 1 + upTo(2))
    if (chance() < 0.3)
      rough['sampling'] = { temperature: chance() * 3, seed: upTo(2 ** 31), topP: chance() }
    if (chance() < 0.3) rough['thinking'] = { kind: pick(texts), tokens: upTo(1000) }
    if (chance() < 0.3)
      rough['beginning'] = { kind: pick(['thought', 'answer', 'x']), text: text() }
    if (chance() < 0.2) rough[pick(fields)] = value(1)
    return rough
  }
  const chat = (): unknown => ({
    title: text(),
    turns: Array.from({ length: upTo(4) }, () => ({
      question: text(),
      thought: pick([text(), undefined, value(2)]),
      answer: text(),
      isWhole: pick([true, false, 1]),
    })),
  })
  const mutate = (whole: string): string => {
    const at = upTo(whole.length)
    const end = at + upTo(12)
    switch (upTo(5)) {
      case 0:
        return whole.slice(0, at)
      case 1:
        return whole.slice(0, at) + whole.slice(end)
      case 2:
        return whole.slice(0, at) + whole.slice(at, end).repeat(1 + upTo(3)) + whole.slice(at)
      case 3:
        return whole.slice(0, at) + pick(signs) + whole.slice(at + 1)
      default:
        return whole.split('').toReversed().join('')
    }
  }
  const json = (): string => JSON.stringify(pick([preset, preset, chat, () => value(0)])()) ?? ''

  for (;;) {
    const kind = chance()
    const name = chance() < 0.9 ? pick(['p', 't']) : pick(names)
    if (kind < 0.3) yield { kind: 'grammar', fragment: `#${name}=${pack(json())}` }
    else if (kind < 0.45)
      yield { kind: 'mutated JSON', fragment: `#${name}=${pack(mutate(json()))}` }
    else if (kind < 0.7)
      yield { kind: 'mutated link', fragment: mutate(`#${name}=${pack(json())}`) }
    else if (kind < 0.701) yield { kind: 'bomb', fragment: `#${name}=${pick([bomb, deep])}` }
    else if (kind < 0.703)
      yield { kind: 'long', fragment: `#${name}=1.${'A'.repeat(99_000 + upTo(3000))}` }
    else if (kind < 0.82)
      yield {
        kind: 'other version',
        fragment: `#${name}=${pick(['0', '2', '-1', '01', '1e9', '99999', ''])}.${text()}`,
      }
    else
      yield {
        kind: 'noise',
        fragment: pick(['', '#', '#p=', '#t=1.']).concat(
          ...Array.from({ length: upTo(12) }, () =>
            pick([...texts, ...names, '#', '=', '1.', '&', '%']),
          ),
        ),
      }
  }
}
