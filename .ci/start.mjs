import { buildIfStale } from './build.mjs'
import { packageBinary, runCommand } from './command.mjs'
import { installPackages } from './install.mjs'

const port = process.env['PORT'] ?? '4173'

process.exitCode = (await prepare()) ? await serve() : 1

async function prepare() {
  return (await installPackages()) && (await buildIfStale()) === 0
}

function serve() {
  console.log(
    `\nPonder runs at http://localhost:${port}/ (Ctrl+C ends it; PORT chooses another port).`,
  )
  console.log('WebGPU needs localhost or https, and a recent Chrome, Edge, Safari or Firefox.\n')
  return runCommand([packageBinary('vite'), 'preview', '--port', port, '--strictPort'])
}
