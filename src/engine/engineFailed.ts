import type { EngineError } from './engine.ts'

/** An expected failure on its way to where it becomes a value again. */
export class EngineFailed extends Error {
  readonly error: EngineError
  constructor(error: EngineError) {
    super(`${error.kind}: ${error.detail}`)
    this.error = error
  }
}
