/**
 * Opens or folds a part, and keeps what is being read where it is: text below a part that folds by itself,
 * or the part's own beginning when the reader was inside it. Done at once, not by the browser a frame later;
 * not all of them do it.
 */
export function foldInPlace(details: HTMLDetailsElement, isOpen: boolean): void {
  if (details.open === isOpen) return
  const box = scrollerOf(details)
  if (box === undefined) {
    details.open = isOpen
    return
  }
  const edge = box.getBoundingClientRect().top
  const before = details.getBoundingClientRect()
  const anchoring = box.style.overflowAnchor
  box.style.overflowAnchor = 'none'
  details.open = isOpen
  const after = details.getBoundingClientRect()
  const moved = before.bottom <= edge ? after.bottom - before.bottom : 0
  const hidden = before.top < edge && before.bottom > edge ? after.top - edge : 0
  if (moved !== 0 || hidden !== 0) box.scrollTop += moved + hidden
  requestAnimationFrame(() => {
    box.style.overflowAnchor = anchoring
  })
}

function scrollerOf(element: Element): HTMLElement | undefined {
  for (let box = element.parentElement; box !== null; box = box.parentElement)
    if (box.scrollHeight > box.clientHeight && /auto|scroll/.test(getComputedStyle(box).overflowY))
      return box
  return undefined
}
