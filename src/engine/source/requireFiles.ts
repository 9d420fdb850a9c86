import { ListingFailed } from './listing.ts'

/** What WebLLM cannot load a model without, beside its shards. */
export function requireFiles(folder: string, has: (name: string) => boolean): void {
  const missing = ['mlc-chat-config.json', 'tensor-cache.json'].filter((name) => !has(name))
  if (!has('tokenizer.json') && !has('tokenizer.model')) missing.push('tokenizer.json')
  if (missing.length > 0)
    throw new ListingFailed('unusable-model', `${folder} has no ${missing.join(' and no ')}.`)
}
