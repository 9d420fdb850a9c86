/** Told by a box that scrolls inside a conversation: its reader has left its growing end, or is back there. */
export const readingAway = 'ponder-reading-away'

export function tellReadingAway(box: Element, isAway: boolean): void {
  box.dispatchEvent(new CustomEvent(readingAway, { bubbles: true, detail: isAway }))
}
