/** What the keys go to, by the names that are on screen; none where it is not there to be used. */
export const messageField = (): HTMLElement | null => usable('textarea[aria-label="Message"]')

export const chatSearch = (): HTMLElement | null => usable('input[aria-label="Search chats"]')

export const lastAnswer = (): HTMLElement | null =>
  [...document.querySelectorAll<HTMLElement>('article[aria-label="Answer"]')].at(-1) ?? null

export const lastThought = (): HTMLDetailsElement | null =>
  [...document.querySelectorAll<HTMLDetailsElement>('details[data-part="thought"]')].at(-1) ?? null

/** A key means nothing while something is typed, or while a dialog or menu has the page. */
export const isTaken = (target: EventTarget | null): boolean =>
  document.querySelector('dialog[open], :popover-open') !== null ||
  (target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], [role="slider"]') !== null)

function usable(selector: string): HTMLElement | null {
  const element = document.querySelector<HTMLElement>(selector)
  return element !== null && element.checkVisibility() && element.closest('[inert]') === null
    ? element
    : null
}
