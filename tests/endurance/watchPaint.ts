/** How many words of the newest reply stand on the screen, by the number of the last. */
export interface Painted {
  readonly thought: number
  readonly answer: number
}

declare global {
  var notePainted: ((painted: Painted) => void) | undefined
  var engineWorkers: Worker[] | undefined
}

/**
 * Runs in every page before the app does, and names nothing from outside itself. Tells what a frame showed
 * once the next one begins: the one before has then been painted. Also keeps the workers, to end them.
 */
export function watchPaint(): void {
  const workers: Worker[] = []
  globalThis.engineWorkers = workers
  globalThis.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args)
      workers.push(this)
    }
  }

  const lastWord = (part: string, letter: string): number => {
    const articles = document.querySelectorAll('article[aria-label="Answer"]')
    const text = articles[articles.length - 1]?.querySelector(`[data-part="${part}"]`)?.textContent
    const words = text?.match(new RegExp(`\\b${letter}\\d+`, 'g'))
    return Number(words?.[words.length - 1]?.slice(1) ?? 0)
  }
  let drawn: Painted = { thought: 0, answer: 0 }
  let told = ''
  const onFrame = (): void => {
    const words = `${drawn.thought} ${drawn.answer}`
    if (words !== told) globalThis.notePainted?.(drawn)
    told = words
    drawn = { thought: lastWord('thought', 't'), answer: lastWord('answer', 'a') }
    requestAnimationFrame(onFrame)
  }
  requestAnimationFrame(onFrame)
}
