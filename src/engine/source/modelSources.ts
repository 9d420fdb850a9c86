import type { FileHash, ModelFile, ModelFiles } from '../download/modelFiles.ts'

/** Where the worker finds a model's files, all of which are in WebLLM's caches by then. */
export interface ModelSources {
  readonly weightsUrl: string
  readonly libraryUrl: string
  /** Subresource integrity of the files that WebLLM can check, where their SHA-256 is known. */
  readonly integrity: {
    readonly config?: string
    readonly library?: string
    readonly tokenizer?: Readonly<Record<string, string>>
  }
}

export function sourcesOf({ weightsUrl, libraryUrl, files }: ModelFiles): ModelSources {
  const config = integrityOf(files.find(({ cache }) => cache === 'webllm/config'))
  const library = integrityOf(files.find(({ url }) => url === libraryUrl))
  const tokenizers = files.flatMap((file) => {
    const integrity = /^tokenizer\.(json|model)$/.test(file.name) ? integrityOf(file) : undefined
    return integrity === undefined ? [] : [[file.name, integrity] as const]
  })
  return {
    weightsUrl,
    libraryUrl,
    integrity: {
      ...(config === undefined ? {} : { config }),
      ...(library === undefined ? {} : { library }),
      ...(tokenizers.length === 0 ? {} : { tokenizer: Object.fromEntries(tokenizers) }),
    },
  }
}

const integrityOf = (file: ModelFile | undefined): string | undefined =>
  file?.hash.kind === 'sha256' ? toIntegrity(file.hash) : undefined

function toIntegrity({ hex }: FileHash): string {
  const bytes = (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))
  return `sha256-${btoa(String.fromCharCode(...bytes))}`
}
