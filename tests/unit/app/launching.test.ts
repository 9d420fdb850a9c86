import { expect, test } from 'vitest'

import { createLaunching, withoutLaunch, type Launching } from '../../../src/app/launching.ts'
import { selectDraft } from '../../../src/chat/chatState.ts'
import type { ChatStore } from '../../../src/chat/chatStore.ts'
import type { LaunchQueue } from '../../../src/pwa/launch.ts'
import { testChats } from '../../fakes/testChats.ts'

const app = 'https://host.example/ponder/'

interface Bench {
  readonly chats: ChatStore
  readonly launching: Launching
  readonly launch: (parameters: Parameters<Parameters<LaunchQueue['setConsumer']>[0]>[0]) => void
}

function open(address: string, typed = ''): Bench {
  const { chats } = testChats()
  chats.writeDraft(chats.getState().openChat, typed)
  let launch: Bench['launch'] = () => undefined
  const launching = createLaunching({
    chats,
    navigation: { newChat: () => chats.newChat() },
    address,
    queue: { setConsumer: (consumer) => (launch = consumer) },
    openFiles: async (files) => files.map(({ name }) => name).join(', '),
  })
  return { chats, launching, launch: (parameters) => launch(parameters) }
}

const typedIn = ({ chats }: Bench): string =>
  selectDraft(chats.getState().openChat)(chats.getState()).text

test('a shared text waits in the question box, and nothing is sent', () => {
  const bench = open(`${app}?shared-text=Why%3F`)
  expect(typedIn(bench)).toBe('Why?')
  expect(bench.chats.getState().chats.size).toBe(0)
})

test('what was typed before stays above it', () => {
  expect(typedIn(open(`${app}?shared-text=Why%3F`, 'Half a question'))).toBe(
    'Half a question\n\nWhy?',
  )
})

test('the shortcut to the models is followed until they have been looked at', () => {
  const { launching } = open(`${app}?open=models`)
  expect(launching.getState().wantsModels).toBe(true)
  launching.closeModels()
  expect(launching.getState().wantsModels).toBe(false)
})

test('a window that is open already follows what reaches it', () => {
  const bench = open(app)
  bench.launch({ targetURL: app })
  bench.launch({ targetURL: `${app}?shared-text=Why%3F` })
  bench.launch({ targetURL: `${app}?open=models` })
  expect(typedIn(bench)).toBe('Why?')
  expect(bench.launching.getState().wantsModels).toBe(true)
})

test('what became of files is told until it has been read', async () => {
  const { launching, launch } = open(app)
  launch({ files: [{ getFile: async () => new File([], 'chats.ponder.json') }] })
  await expect.poll(() => launching.getState().aboutFiles).toBe('chats.ponder.json')
  launching.dismissFiles()
  expect(launching.getState().aboutFiles).toBeNull()
})

test('the address keeps its chat and loses what the app was opened for', () => {
  expect(withoutLaunch(`${app}?open=models#chat=1`)).toBe('/ponder/#chat=1')
})
