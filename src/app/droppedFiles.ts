import { fileEnding } from '../lib/saveFile.ts'

/** A file of Ponder's, or an export of another app, dropped anywhere on the window is opened; others are let be. */
export function openDroppedFiles(open: (file: File) => void): void {
  addEventListener('dragover', (event) => {
    // Without this the browser would leave the app to show the file.
    if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault()
  })
  addEventListener('drop', (event) => {
    if (event.defaultPrevented) return
    const file = event.dataTransfer?.files[0]
    if (file === undefined) return
    event.preventDefault()
    if (file.name.endsWith(fileEnding) || file.name.endsWith('.json')) open(file)
  })
}
