/** Files that the installed app opens: an ending and a type of their own, so that no other JSON is claimed. */
export const fileEnding = '.ponder'
const fileType = 'application/vnd.ponder+json'

/** Offers a text as a file; where it goes is the browser's matter. */
export function saveFile(name: string, content: string | Blob, type = fileType): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** A file's name from a title, in letters and digits of any script: `Cubes-of-n.preset.ponder`. */
export function toFileName(title: string, kind: 'preset' | 'presets' | 'chat'): string {
  return `${toPlainName(title)}.${kind}${fileEnding}`
}

/** The same without an ending. */
export function toPlainName(title: string): string {
  const name = title
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60)
  return name === '' ? 'ponder' : name
}
