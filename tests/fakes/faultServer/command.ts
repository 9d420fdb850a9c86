import { argv, stdout } from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { startFaultServer } from './faultServer.ts'
import { readFolder } from './readFolder.ts'

const nano = fileURLToPath(new URL('../../../public/models/nano', import.meta.url))

const { values, positionals } = parseArgs({
  args: argv.slice(2),
  allowPositionals: true,
  options: {
    port: { type: 'string', default: '8123' },
    'bytes-per-second': { type: 'string', default: '0' },
    'random-cuts': { type: 'string', default: '0' },
    'no-range': { type: 'boolean', default: false },
  },
})

const server = await startFaultServer({ port: Number(values.port) })
for (const [name, bytes] of readFolder(positionals[0] ?? nano)) server.filesByName.set(name, bytes)
server.control({
  lingerMs: 50,
  allowsRange: !values['no-range'],
  bytesPerSecond: Number(values['bytes-per-second']),
  randomCuts: Number(values['random-cuts']),
})

const names = [...server.filesByName.keys()].toSorted((one, other) => one.localeCompare(other))
stdout.write(
  [
    `${names.length} files at ${server.origin}/model/resolve/main/, the same at ${server.otherOrigin}.`,
    `Each file also answers under any other path that ends in its name.`,
    '',
    `Faults, one a request:  curl ${server.origin}/control -d '{"faults":{"${names[0]}":[{"kind":"cut","after":1000}]}}'`,
    'Kinds: status (status, retryAfter), cut and silent (after), wrong, short, long, whole, redirect.',
    `The network gone:       curl ${server.origin}/control -d '{"isDown":true}'`,
    'Also: allowsRange, bytesPerSecond, randomCuts, lingerMs.',
    `Bytes sent by file:     curl ${server.origin}/control`,
    '',
  ].join('\n'),
)
