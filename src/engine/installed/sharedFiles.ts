import type { ModelFile } from '../download/modelFiles.ts'

/** What is asked of a model here: its name, for people, and its files. */
export interface FileOwner {
  readonly id: string
  readonly name: string
  readonly files: readonly ModelFile[]
}

export interface RemovalPlan {
  /** Files of this model alone. */
  readonly remove: readonly ModelFile[]
  /** Files that stay, each with the names of the models that need it still. */
  readonly keep: readonly { readonly file: ModelFile; readonly neededBy: readonly string[] }[]
}

/** What deleting a model takes away. Models share libraries, and a shared file has one address. */
export function planRemoval(model: FileOwner, installed: readonly FileOwner[]): RemovalPlan {
  const others = installed.filter(({ id }) => id !== model.id)
  const neededBy = ({ url, cache }: ModelFile): string[] =>
    others
      .filter(({ files }) => files.some((file) => file.url === url && file.cache === cache))
      .map(({ name }) => name)
  const rated = model.files.map((file) => ({ file, neededBy: neededBy(file) }))
  return {
    remove: rated.filter(({ neededBy: names }) => names.length === 0).map(({ file }) => file),
    keep: rated.filter(({ neededBy: names }) => names.length > 0),
  }
}
