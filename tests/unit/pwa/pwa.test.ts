import { expect, test, vi } from 'vitest'

import { createPwaBench, FakeServiceWorker, type PwaBench } from './pwaBench.ts'

/** A page that a service worker of its own version serves. */
async function running(): Promise<PwaBench> {
  const bench = createPwaBench()
  const worker = new FakeServiceWorker('one')
  worker.state = 'activated'
  bench.registration.active = worker
  bench.container.controller = worker
  await bench.pwa.start()
  return bench
}

async function withUpdate(): Promise<PwaBench & { readonly newer: FakeServiceWorker }> {
  const bench = await running()
  const newer = new FakeServiceWorker('two')
  bench.bring(newer)
  bench.finish(newer)
  return { ...bench, newer }
}

test('a tab holds the lock of its release, so that its files stay', () => {
  expect(createPwaBench().log).toEqual(['lock ponder/app/ponder/@one'])
})

test('a first visit tells how far it is, and then what works', async () => {
  const { pwa, registration, container } = createPwaBench()
  const worker = new FakeServiceWorker('one')
  registration.installing = worker
  const started = pwa.start()
  const tell = (data: unknown) => container.dispatchEvent(new MessageEvent('message', { data }))
  tell({ type: 'installing', version: 'one', done: 3, total: 58 })
  expect(pwa.getState().app).toEqual({ status: 'keeping', done: 3, total: 58 })
  tell({ type: 'installing', version: 'one', done: 'many' })
  expect(pwa.getState().app).toEqual({ status: 'keeping', done: 3, total: 58 })

  registration.installing = null
  registration.active = worker
  worker.become('activated')
  await started
  expect(pwa.getState()).toMatchObject({
    app: { status: 'kept', files: 58 },
    models: [
      { name: 'ponder-nano', isWhole: true },
      { name: 'R1 1.5B', isWhole: false },
    ],
    update: 'none',
  })
  await expect.poll(() => worker.asked.at(-1)).toEqual({ type: 'tidy' })
})

test('a first install that fails says why, and is tried again when the network is back', async () => {
  const { pwa, registration, container, now, tellNetwork } = createPwaBench()
  const worker = new FakeServiceWorker('one')
  registration.installing = worker
  const started = pwa.start()
  const data = { type: 'install-failed', version: 'one', detail: 'QuotaExceededError: no room' }
  container.dispatchEvent(new MessageEvent('message', { data }))
  registration.installing = null
  worker.become('redundant')
  await started
  expect(pwa.getState().app).toEqual({ status: 'failed', detail: 'QuotaExceededError: no room' })

  now.isOnline = false
  tellNetwork()
  expect(pwa.getState().isOnline).toBe(false)
  const again = new FakeServiceWorker('one')
  again.state = 'activated'
  registration.active = again
  now.isOnline = true
  tellNetwork()
  await expect.poll(() => pwa.getState().app).toEqual({ status: 'kept', files: 58 })
})

test('a host without a service worker is told of in words', async () => {
  const { pwa, container } = createPwaBench()
  container.failure = new TypeError('404')
  await pwa.start()
  expect(pwa.getState().app).toEqual({ status: 'failed', detail: 'TypeError: 404' })
})

test('an embedded model with a missing file is not said to work', async () => {
  const bench = createPwaBench()
  const missing = ['models/nano/manifest.json']
  const worker = new FakeServiceWorker('one', ({ type }) =>
    type === 'check' ? { type: 'checked', check: { files: 58, missing, wrong: [] } } : undefined,
  )
  bench.registration.active = worker
  await bench.pwa.start()
  expect(bench.pwa.getState()).toMatchObject({
    app: { status: 'incomplete', files: 58, lacking: missing },
    models: [{ name: 'ponder-nano', isWhole: false }, { name: 'R1 1.5B' }],
  })
})

test('files that the browser has taken away are fetched again when the app is opened', async () => {
  const bench = createPwaBench()
  let missing = ['icon.svg']
  const worker = new FakeServiceWorker('one', ({ type }) => {
    if (type === 'repair') missing = []
    if (type !== 'check') return undefined
    return { type: 'checked', check: { files: 58, missing, wrong: [] } }
  })
  bench.registration.active = worker
  await bench.pwa.start()
  expect(worker.asked.map(({ type }) => type)).toContain('repair')
  expect(bench.pwa.getState().app).toEqual({ status: 'kept', files: 58 })
})

test('the airplane check says that it does not end, when it does not', async () => {
  const bench = createPwaBench()
  const worker = new FakeServiceWorker('one', (asked) =>
    asked.type === 'check' && asked.deep ? { type: 'failed', detail: 'Gone.' } : undefined,
  )
  bench.registration.active = worker
  await bench.pwa.start()
  await bench.pwa.checkAll()
  expect(bench.pwa.getState().check).toEqual({ status: 'failed', detail: 'Gone.' })
})

test('a newer version waits until it is wanted: state is kept first, this tab alone is reloaded', async () => {
  const { pwa, newer, registration, control, log } = await withUpdate()
  expect(pwa.getState().update).toBe('waiting')
  expect(newer.asked).toEqual([])
  log.length = 0
  const reloading = pwa.reloadToUpdate()
  expect(newer.asked).toEqual([{ type: 'take-over' }])
  registration.waiting = null
  registration.active = newer
  control(newer)
  await reloading
  expect(log).toEqual(['kept', 'reloaded'])
})

test('later means the next time: not even a still newer version asks again in this tab', async () => {
  const { pwa, bring, finish } = await withUpdate()
  pwa.putOff()
  expect(pwa.getState()).toMatchObject({ update: 'waiting', isPutOff: true })
  const another = new FakeServiceWorker('three')
  bring(another)
  finish(another)
  expect(pwa.getState().isPutOff).toBe(true)
})

test('in mid-reply the page is never reloaded', async () => {
  const { pwa, newer, log, now } = await withUpdate()
  log.length = 0
  now.isBusy = true
  await pwa.reloadToUpdate()
  expect({ asked: newer.asked, log }).toEqual({ asked: [], log: [] })
})

test('a question that is sent while the new version takes over is answered, not reloaded away', async () => {
  const { pwa, newer, control, log, now } = await withUpdate()
  log.length = 0
  const reloading = pwa.reloadToUpdate()
  now.isBusy = true
  control(newer)
  await reloading
  expect(log).toEqual(['kept'])
  expect(pwa.getState().update).toBe('superseded')
})

test('a tab whose version another tab has replaced runs on, and is told', async () => {
  const { pwa, newer, control, log } = await withUpdate()
  log.length = 0
  control(newer)
  await expect.poll(() => pwa.getState().update).toBe('superseded')
  expect(log).toEqual([])
  await pwa.reloadToUpdate()
  expect(log).toEqual(['kept', 'reloaded'])
})

test('a first service worker that takes this tab is no update', async () => {
  const { pwa, control } = await running()
  control(new FakeServiceWorker('one'))
  await new Promise((resolve) => setTimeout(resolve))
  expect(pwa.getState().update).toBe('none')
})

test('who comes back to the tab after an hour has the host asked for a newer version', async () => {
  const { registration, look, now } = await running()
  look()
  expect(registration.updates).toBe(0)
  now.ms = 3_600_000
  now.isHidden = true
  look()
  expect(registration.updates).toBe(0)
  now.isHidden = false
  look()
  look()
  expect(registration.updates).toBe(1)
})

test('what works offline is told anew when a model has come or gone', async () => {
  const { pwa, now, tellModels, registration } = createPwaBench()
  const models = (): unknown => pwa.getState().models.map(({ name, isWhole }) => [name, isWhole])
  tellModels()
  expect(models()).toEqual([])
  registration.active = new FakeServiceWorker('one', checked)
  await pwa.start()
  expect(models()).toEqual([
    ['ponder-nano', true],
    ['R1 1.5B', false],
  ])
  now.models = async () => [{ name: 'R1 7B', isWhole: true }]
  tellModels()
  await vi.waitFor(() =>
    expect(models()).toEqual([
      ['ponder-nano', true],
      ['R1 7B', true],
    ]),
  )
})

test('a model that goes while the models are looked through is not told as here', async () => {
  const { pwa, now, tellModels, registration } = createPwaBench()
  registration.active = new FakeServiceWorker('one', checked)
  now.models = async () => {
    now.models = async () => []
    tellModels()
    return [{ name: 'R1 7B', isWhole: true }]
  }
  await pwa.start()
  expect(pwa.getState().models).toEqual([{ name: 'ponder-nano', isWhole: true }])
})

const checked = (asked: { readonly type: string }): unknown =>
  asked.type === 'check'
    ? { type: 'checked', check: { version: 'one', files: 3, missing: [], wrong: [] } }
    : undefined
