import type { EngineError, EngineErrorKind } from '../engine.ts'
import { EngineFailed } from '../engineFailed.ts'

/** Names of WebLLM's error classes and words of the browser's, and what they come down to. */
const signs: readonly (readonly [sign: RegExp, kind: EngineErrorKind])[] = [
  [/ShaderF16SupportError|shader-f16/i, 'no-f16'],
  [/WebGPUNotAvailableError|find WebGPU|find a compatible GPU|navigator\.gpu/i, 'no-webgpu'],
  [
    /BufferSize|maxStorageBufferBindingSize|maxBufferSize|exceeds (the )?(limit|max)/i,
    'buffer-too-small',
  ],
  [/DeviceLostError|device (was|is) lost/i, 'device-lost'],
  [/out of memory|OutOfMemory|allocation failed/i, 'out-of-memory'],
  [/ContextWindowSizeExceeded/i, 'context'],
  [/IntegrityError/i, 'integrity'],
  [/QuotaExceeded/i, 'quota'],
  [
    /(Failed to|Cannot|Unable to) fetch|NetworkError|network error|(HTTP|status) [45]\d\d/i,
    'network',
  ],
]

/** Anything that was thrown, as a failure that a person can be told about. */
export function toEngineError(thrown: unknown): EngineError {
  if (thrown instanceof EngineFailed) return thrown.error
  const detail = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
  const kind = signs.find(([sign]) => sign.test(detail))?.[1] ?? 'crash'
  return kind === 'network' && !navigator.onLine ? { kind: 'offline', detail } : { kind, detail }
}
