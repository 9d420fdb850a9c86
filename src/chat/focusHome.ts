import { isTouchScreen } from '../ui/isTouchScreen.ts'
import type { LostFocus } from '../ui/useKeptFocus.ts'

/**
 * Where the focus goes when its control is gone: to the same control of the version that now stands there,
 * to Stop while a reply is written, else to what can be done next with the message there or the last one.
 */
export function findFocusHome(view: HTMLElement, lost: LostFocus): HTMLElement | undefined {
  const here = messages(view).find((message) => message.dataset['place'] === lost.place)
  return (
    (here === undefined ? undefined : sameControl(here, lost.name)) ??
    button(view, 'Stop') ??
    nextControl(here ?? messages(view).at(-1)) ??
    messageBox(view)
  )
}

/** The question box, where focusing it costs nobody half of the screen. */
export const messageBox = (inside: HTMLElement): HTMLElement | undefined =>
  isTouchScreen()
    ? undefined
    : (inside.querySelector<HTMLElement>('textarea[aria-label="Message"]') ?? undefined)

const messages = (view: HTMLElement): HTMLElement[] => [
  ...view.querySelectorAll<HTMLElement>('article[data-place]'),
]

/** At the end of the versions a step on is a step back. */
const opposite = new Map([
  ['Previous version', 'Next version'],
  ['Next version', 'Previous version'],
])

function sameControl(message: HTMLElement, name: string): HTMLElement | undefined {
  // Pressed twice, it would delete twice.
  if (name.startsWith('Delete ')) return undefined
  return button(message, name) ?? button(message, opposite.get(name) ?? '')
}

function nextControl(message: HTMLElement | undefined): HTMLElement | undefined {
  if (message === undefined) return undefined
  return (
    button(message, 'Continue') ??
    button(message, 'Try again') ??
    button(message, 'Edit question') ??
    buttons(message)[0]
  )
}

const button = (inside: HTMLElement, name: string): HTMLElement | undefined =>
  buttons(inside).find(
    (element) => (element.getAttribute('aria-label') ?? element.textContent.trim()) === name,
  )

const buttons = (inside: HTMLElement): HTMLElement[] => [
  ...inside.querySelectorAll<HTMLElement>('button:enabled'),
]
