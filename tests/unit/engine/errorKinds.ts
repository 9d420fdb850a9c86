import type { EngineErrorKind } from '../../../src/engine/engine.ts'

/** A record, so that a new kind is missed by the compiler and not by the tests. */
const everyKind = {
  'no-webgpu': true,
  'no-f16': true,
  'buffer-too-small': true,
  'out-of-memory': true,
  'device-lost': true,
  offline: true,
  network: true,
  quota: true,
  integrity: true,
  context: true,
  'busy-elsewhere': true,
  hang: true,
  crash: true,
  'library-mismatch': true,
  'no-library': true,
  'blocked-host': true,
  'unusable-model': true,
  'unusable-format': true,
  'not-here': true,
} satisfies Record<EngineErrorKind, true>
export const errorKinds = Object.keys(everyKind) as readonly EngineErrorKind[]
