/** Whether the app itself is kept on this device. */
export type AppKept =
  /** Nobody has looked yet. */
  | { readonly status: 'unknown' }
  /** This browser, or this address, has no service workers. */
  | { readonly status: 'unsupported' }
  | { readonly status: 'keeping'; readonly done: number; readonly total: number }
  | { readonly status: 'kept'; readonly files: number }
  | { readonly status: 'incomplete'; readonly files: number; readonly lacking: readonly string[] }
  | { readonly status: 'failed'; readonly detail: string }

/** A model on this device, and whether every file of it is here. */
export interface KeptModel {
  readonly name: string
  readonly isWhole: boolean
}

/**
 * Where an update stands. `waiting`: it is installed, and this version runs on until a person wants the new
 * one. `superseded`: another tab has taken it, and this tab runs on with its own files.
 */
export type Update = 'none' | 'waiting' | 'taking-over' | 'superseded'

/** The airplane check: every file hashed again. */
export type AirplaneCheck =
  | { readonly status: 'never' }
  | { readonly status: 'running' }
  | { readonly status: 'done'; readonly wrong: readonly string[] }
  | { readonly status: 'failed'; readonly detail: string }

export interface PwaState {
  readonly app: AppKept
  readonly models: readonly KeptModel[]
  readonly isOnline: boolean
  readonly check: AirplaneCheck
  readonly update: Update
  /** The person said later: not asked again in this tab. */
  readonly isPutOff: boolean
}

export const initialPwaState: PwaState = {
  app: { status: 'unknown' },
  models: [],
  isOnline: true,
  check: { status: 'never' },
  update: 'none',
  isPutOff: false,
}
