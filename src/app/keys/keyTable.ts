/** What a single key does in the app, outside of text fields. */
export type KeyAction =
  | 'show the keys'
  | 'new chat'
  | 'message box'
  | 'search chats'
  | 'last answer'
  | 'thought'
  | 'outline'
  | 'search thought'

/**
 * All keys of the app. Those with an action are handled by this table, so that the sheet cannot say
 * otherwise. They are letters without a modifier: those with one belong to the browser, and a screen reader
 * that takes letters for itself keeps them. The rest belong to the place that is named.
 */
export const keyTable: readonly KeyRow[] = [
  { keys: ['?'], words: 'Show these keys', action: 'show the keys' },
  { keys: ['n'], words: 'New chat', action: 'new chat' },
  { keys: ['m'], words: 'Go to the message box', action: 'message box' },
  { keys: ['/'], words: 'Search chats', action: 'search chats' },
  { keys: ['a'], words: 'Go to the last answer', action: 'last answer' },
  { keys: ['t'], words: 'Open or fold the last thought', action: 'thought' },
  { keys: ['o'], words: 'Outline of the last thought, if it is long', action: 'outline' },
  { keys: ['f'], words: 'Search the last thought, if it is long', action: 'search thought' },
  { keys: ['Enter'], words: 'Send', place: 'In the message box' },
  { keys: ['Shift', 'Enter'], words: 'Break the line', place: 'In the message box' },
  { keys: ['Escape'], words: 'Stop the reply', place: 'While a reply is written' },
  { keys: ['Escape'], words: 'Close, or give up an edit', place: 'In dialogs and editors' },
  { keys: ['Enter'], words: 'Next place', place: 'In the search of a thought' },
  { keys: ['Shift', 'Enter'], words: 'Previous place', place: 'In the search of a thought' },
  { keys: ['Escape'], words: 'Close the search', place: 'In the search of a thought' },
  { keys: ['↑', '↓'], words: 'Previous or next step', place: 'On the bar beside a thought' },
  { keys: ['←', '→', '↑', '↓'], words: 'Choose a word', place: 'In “Branch from here”' },
  { keys: ['←', '→'], words: 'Previous or next token', place: 'Under the token lens' },
  { keys: ['Enter'], words: 'What else could have come', place: 'Under the token lens' },
  { keys: ['↑', '↓'], words: 'Choose among them', place: 'Under the token lens' },
  { keys: ['Escape'], words: 'Close the replay', place: 'In a replay' },
]

export interface KeyRow {
  readonly keys: readonly string[]
  readonly words: string
  readonly action?: KeyAction
  /** Where a key works that is not the whole app's. */
  readonly place?: string
}

interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
  readonly isComposing: boolean
  readonly repeat: boolean
  readonly defaultPrevented: boolean
}

/** What a press asks for, if it is one of the app's own keys. */
export function actionOf(pressed: Pressed): KeyAction | undefined {
  const { ctrlKey, altKey, metaKey, isComposing, repeat, defaultPrevented } = pressed
  if (ctrlKey || altKey || metaKey || isComposing || repeat || defaultPrevented) return undefined
  return keyTable.find(({ action, keys }) => action !== undefined && keys[0] === pressed.key)
    ?.action
}
