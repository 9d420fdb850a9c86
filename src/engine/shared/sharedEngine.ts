import { holdLock, type HeldLock, type Locks } from '../../lib/locks.ts'
import type { TabChannel } from '../../lib/tabChannel.ts'
import type {
  Engine,
  EngineEvent,
  EngineState,
  LoadOptions,
  ModelId,
  PromptShare,
  RenderedPrompt,
  Segment,
} from '../engine.ts'
import { EngineFailed } from '../engineFailed.ts'
import { createOutbox } from './outbox.ts'
import { serveTabs, tabLock, type TabServer } from './serveTabs.ts'
import { readWire, toWire, type EngineReply, type EngineRequest, type WireMessage } from './wire.ts'

export interface SharedEngineDeps {
  /** This tab's own engine: it does nothing until this tab holds the device. */
  readonly local: Engine
  /** Without both of these each tab is alone. */
  readonly locks: Locks | undefined
  readonly channel: TabChannel | undefined
  readonly createId: () => string
  readonly learn: (model: ModelId) => Promise<void>
  /** Ends the engine's worker at once. */
  readonly endWorker: () => void
}

/** One engine for all tabs: local in the tab that holds the device, and in the others a line to it. */
export interface SharedEngine extends Engine {
  /** What is loaded when this tab comes to hold the engine and no other tab had a model loaded. */
  warmUp(model: ModelId): void
  /** Whether this tab holds the engine; another may, or nobody yet. */
  isHolder(): boolean
  /** Give the engine to the next tab at once, for good: this page goes away. */
  letGo(): void
}

/** All tabs queue for it, and the browser gives it to the next when a tab closes or dies. */
const engineLock = 'ponder/engine'

/** Who does what is asked for: nobody yet, this tab, or the tab that holds the engine. */
type Role =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'alone' }
  | { readonly kind: 'following'; readonly holder: string }
  | { readonly kind: 'holding'; readonly holder: string; readonly server: TabServer }
  | { readonly kind: 'gone' }

export function createSharedEngine(deps: SharedEngineDeps): SharedEngine {
  const { local, locks, channel, createId, learn } = deps
  const tab = createId()
  const listeners = new Set<(state: EngineState) => void>()
  const outbox = createOutbox(createId)
  let role: Role =
    locks === undefined || channel === undefined ? { kind: 'alone' } : { kind: 'waiting' }
  let state = local.getState()
  let wish: ModelId | undefined
  let held: HeldLock | undefined
  let wake: () => void = () => undefined
  let decided = new Promise<void>((resolve) => {
    wake = resolve
  })

  const post = (message: WireMessage): void => channel?.post(toWire(message))
  const isLocal = (): boolean => role.kind === 'alone' || role.kind === 'holding'

  function setState(next: EngineState): void {
    state = next
    for (const listener of listeners) listener(next)
    if (role.kind === 'holding') post({ type: 'holding', holder: role.holder, state })
  }

  function setRole(next: Role): void {
    role = next
    wake()
    decided = new Promise((resolve) => {
      wake = resolve
    })
  }

  local.subscribe((next) => {
    if (isLocal()) setState(next)
  })

  /** The lock is here: the tab that had it is gone, and its worker with it. */
  function hold(): void {
    if (role.kind === 'gone' || locks === undefined) return
    const holder = createId()
    const send = (id: string, reply: EngineReply): void =>
      post({ type: 'reply', holder, id, reply })
    const before = state
    setRole({ kind: 'holding', holder, server: serveTabs({ engine: local, locks, learn, send }) })
    setState(local.getState())
    outbox.move()
    const next = modelOf(before) ?? (wish === undefined ? undefined : { model: wish })
    if (next === undefined) return
    const { model, ...options } = next
    void loadIfIdle(model, options)
  }

  /** What somebody asked for meanwhile has the right of way. */
  async function loadIfIdle(model: ModelId, options: LoadOptions): Promise<void> {
    await learn(model)
    if (isLocal() && local.getState().status === 'idle')
      await local.load(model, options, new AbortController().signal)
  }

  function follow(holder: string, next: EngineState): void {
    const isNew = role.kind !== 'following' || role.holder !== holder
    if (isNew) {
      setRole({ kind: 'following', holder })
      outbox.move()
    }
    setState(next)
  }

  function receive(message: WireMessage): void {
    if (role.kind === 'gone') return
    if (role.kind === 'holding') {
      if (message.type === 'who holds') post({ type: 'holding', holder: role.holder, state })
      if (!('holder' in message) || message.holder !== role.holder) return
      if (message.type === 'ask') role.server.ask(message.tab, message.id, message.request)
      if (message.type === 'cancel') role.server.cancel(message.id)
      return
    }
    if (message.type === 'holding') follow(message.holder, message.state)
    if (message.type === 'reply' && role.kind === 'following' && message.holder === role.holder)
      outbox.receive(message.id, message.reply)
  }

  if (locks !== undefined && channel !== undefined) {
    channel.listen((data) => {
      const message = readWire(data)
      if (message === 'other version') {
        if (role.kind === 'waiting') setState({ status: 'failed', error: otherVersion })
      } else if (message !== undefined) receive(message)
    })
    holdLock(locks, tabLock(tab))
    held = holdLock(locks, engineLock)
    void held.granted.then(hold)
    post({ type: 'who holds' })
  }

  /** Once it is known who does it; a tab that goes away asks for nothing more. */
  async function whoDoes(): Promise<Role> {
    while (role.kind === 'waiting') await decided
    return role
  }

  /** Ask until one answers: a holder that dies before it has is asked no more, but the next one is. */
  async function remotely<Kind extends EngineReply['kind']>(
    request: EngineRequest,
    kind: Kind,
    runLocal: () => Promise<unknown>,
    signal?: AbortSignal,
  ): Promise<(EngineReply & { readonly kind: Kind }) | undefined> {
    for (;;) {
      const now = await whoDoes()
      if (signal?.aborted === true || now.kind === 'gone') return undefined
      if (now.kind !== 'following') {
        await runLocal()
        return undefined
      }
      const asked = outbox.ask((id) =>
        post({ type: 'ask', holder: now.holder, tab, id, request }),
      )
      const cancel = (): void => post({ type: 'cancel', holder: now.holder, id: asked.id })
      signal?.addEventListener('abort', cancel, { once: true })
      const reply = await asked.answered
      signal?.removeEventListener('abort', cancel)
      if (reply === 'moved') continue
      if (reply.kind === 'failed') throw new EngineFailed(reply.error)
      if (reply.kind !== kind) throw new Error(`The other tab answered ${reply.kind}.`)
      return reply as EngineReply & { readonly kind: Kind }
    }
  }

  async function* generate(segment: Segment, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    while (role.kind === 'waiting' && !signal.aborted)
      await Promise.race([decided, untilAborted(signal)])
    const now = role
    if (now.kind !== 'following') {
      yield* local.generate(segment, signal)
      return
    }
    const request = { kind: 'generate', segment } as const
    const { id, events } = outbox.stream((asked) =>
      post({ type: 'ask', holder: now.holder, tab, id: asked, request }),
    )
    const cancel = (): void => post({ type: 'cancel', holder: now.holder, id })
    signal.addEventListener('abort', cancel, { once: true })
    if (signal.aborted) cancel()
    try {
      yield* events
    } finally {
      signal.removeEventListener('abort', cancel)
      if (outbox.forget(id)) cancel()
    }
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async load(model: ModelId, options: LoadOptions, signal: AbortSignal) {
      const { contextTokens } = options
      await remotely(
        { kind: 'load', model, contextTokens },
        'done',
        () => local.load(model, options, signal),
        signal,
      )
    },
    async unload() {
      await remotely({ kind: 'unload' }, 'done', () => local.unload()).catch(() => undefined)
    },
    generate,
    async renderPrompt(segment) {
      let here: RenderedPrompt | undefined
      const reply = await remotely({ kind: 'render', segment }, 'rendered', async () => {
        here = await local.renderPrompt(segment)
      })
      return orFailed(reply?.prompt ?? here)
    },
    async measurePrompt(segment) {
      let here: readonly PromptShare[] | null = null
      const reply = await remotely({ kind: 'measure', segment }, 'measured', async () => {
        here = await local.measurePrompt(segment)
      })
      return reply === undefined ? here : reply.shares
    },
    async countTokens(model, texts) {
      let here: readonly number[] | undefined
      const reply = await remotely({ kind: 'count', model, texts }, 'counted', async () => {
        here = await local.countTokens(model, texts)
      })
      return orFailed(reply?.counts ?? here)
    },
    warmUp(model) {
      wish = model
      if (isLocal()) void loadIfIdle(model, {})
    },
    isHolder: isLocal,
    letGo() {
      if (role.kind === 'alone') return
      // In this order: there are never two engines.
      deps.endWorker()
      setRole({ kind: 'gone' })
      held?.release()
    },
  }
}

const otherVersion = {
  kind: 'busy-elsewhere',
  detail: 'Another tab runs another version of Ponder: close it or reload it.',
} as const

/** What the holder before had loaded, or was about to. */
function modelOf(
  state: EngineState,
): { readonly model: ModelId; readonly contextTokens?: number } | undefined {
  if ('facts' in state) return { model: state.model, contextTokens: state.facts.contextTokens }
  return 'model' in state && state.model !== undefined ? { model: state.model } : undefined
}

function orFailed<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new EngineFailed({ kind: 'crash', detail: 'This tab is closing.' })
  return value
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
