/** Rejects with a TimeoutError where the work takes longer; what it still brings then is not looked at. */
export async function withPatience<T>(
  work: Promise<T>,
  setTimer: (run: () => void, ms: number) => () => void,
  ms: number,
): Promise<T> {
  let cancel = (): void => undefined
  const late = new Promise<never>((_resolve, reject) => {
    cancel = setTimer(() => reject(silence()), ms)
  })
  return Promise.race([work, late]).finally(cancel)
}

/** What is said of a storage that answers neither yes nor no: its files are locked, or its process hangs. */
export const silence = (): DOMException =>
  new DOMException('The browser’s storage does not answer.', 'TimeoutError')
