import { expect, test } from 'vitest'

import { createInstallOffer } from '../../../src/pwa/installOffer.ts'

/** A browser's offer whose question a person answers. */
function createOffer(outcome: 'accepted' | 'dismissed') {
  const event = new Event('beforeinstallprompt', { cancelable: true })
  return Object.assign(event, {
    prompt: () => Promise.resolve(),
    userChoice: Promise.resolve({ outcome }),
  })
}

function createBrowser() {
  const target = new EventTarget()
  const offer = createInstallOffer(target)
  return { offer, dispatch: (event: Event) => target.dispatchEvent(event) }
}

test('an offer is kept for the app’s own button, and the browser’s bar is not shown', () => {
  const { offer, dispatch } = createBrowser()
  expect(offer.getState()).toBe('none')
  const event = createOffer('accepted')
  dispatch(event)
  expect(event.defaultPrevented).toBe(true)
  expect(offer.getState()).toBe('offered')
})

test.each([
  ['accepted', 'installed'],
  ['dismissed', 'none'],
] as const)('an offer that is %s is used up', async (outcome, state) => {
  const { offer, dispatch } = createBrowser()
  dispatch(createOffer(outcome))
  await offer.install()
  expect(offer.getState()).toBe(state)
  await offer.install()
  expect(offer.getState()).toBe(state)
})

test('an offer that the browser withdrew is gone, and the next one counts', async () => {
  const { offer, dispatch } = createBrowser()
  const withdrawn = () => Promise.reject(new DOMException('withdrawn', 'InvalidStateError'))
  dispatch(Object.assign(createOffer('accepted'), { prompt: withdrawn }))
  await offer.install()
  expect(offer.getState()).toBe('none')
  dispatch(createOffer('accepted'))
  expect(offer.getState()).toBe('offered')
})

test('an app that was installed in another way needs no button', () => {
  const { offer, dispatch } = createBrowser()
  dispatch(createOffer('accepted'))
  dispatch(new Event('appinstalled'))
  expect(offer.getState()).toBe('installed')
})
