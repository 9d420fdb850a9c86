import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

import { parseSync } from 'vite'

/**
 * The rooms of src/ from the ground up. A file may import from its own floor and the floors below; rooms of
 * a floor marked `apart` never import each other.
 */
const floors = [
  { rooms: ['lib', 'ui'], apart: false },
  { rooms: ['engine', 'reasoning', 'markdown', 'presets', 'stats'], apart: true },
  { rooms: ['chat'], apart: false },
  { rooms: ['storage', 'settings', 'pwa', 'search'], apart: false },
  { rooms: ['app'], apart: false },
]

/** What is wrong with the imports of a folder laid out like src/, one sentence a fault. */
export function findRoomFaults(sourceFolder: string): string[] {
  return sourceFiles(sourceFolder).flatMap((file) => {
    const name = relative(sourceFolder, file)
    const room = roomOf(name)
    if (room === undefined) return []
    if (floorOf(room) === -1) return [`${name}: ${room} is not a room of this house`]
    if (/^index\.tsx?$/.test(name.slice(room.length + 1))) return [`${name}: a room has no barrel`]
    return importsOf(file)
      .map((target) => relative(sourceFolder, resolve(dirname(file), target)))
      .filter((target) => !mayImport(room, roomOf(target)))
      .map((target) => `${name}: ${room} may not import ${target}`)
  })
}

function mayImport(from: string, to: string | undefined): boolean {
  if (to === from) return true
  if (to === undefined || floorOf(to) === -1) return false
  const floor = floors[floorOf(from)]
  return floorOf(to) < floorOf(from) || (floorOf(to) === floorOf(from) && floor?.apart === false)
}

const floorOf = (room: string): number => floors.findIndex(({ rooms }) => rooms.includes(room))

/** The first folder of a path inside src/; none for main.tsx, which may import everything. */
function roomOf(path: string): string | undefined {
  const [room, ...rest] = path.split(sep)
  return rest.length === 0 ? undefined : room
}

/** Every file that is TypeScript, at any depth. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))
}

/** Relative paths that a file imports in any way: statically, for its types, lazily, as a worker. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const { module, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0]?.message}`)
  const literals = [
    ...module.staticImports.map((entry) => entry.moduleRequest.value),
    ...module.staticExports.flatMap((entry) =>
      entry.entries.map((item) => item.moduleRequest?.value ?? ''),
    ),
    ...module.dynamicImports.map(({ moduleRequest: { start, end } }) =>
      text.slice(start + 1, end - 1),
    ),
    // Forms which the parser does not list as imports: a worker's URL and a type's import().
    ...[...text.matchAll(/(?:new URL|\bimport)\(\s*'(\.[^']*)'/g)].map((match) => match[1] ?? ''),
  ]
  return [...new Set(literals.filter((path) => path.startsWith('.')))].map(
    (path) => path.split('?')[0] ?? path,
  )
}
