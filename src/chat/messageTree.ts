import type { Message, MessageId } from './message.ts'

/**
 * The messages of one chat. Each names its parent: questions hang under answers (the first under null),
 * answers under questions, and the children of one parent are versions of each other.
 */
export type MessageTree = ReadonlyMap<MessageId, Message>

/** Which child of each parent is on screen; a parent without an entry shows its newest child. */
export type Chosen = ReadonlyMap<MessageId | null, MessageId>

export interface Version {
  /** Counted from 1, oldest first. */
  readonly index: number
  readonly count: number
  readonly previous: MessageId | null
  readonly next: MessageId | null
}

/** The open branch: from the first question down to a leaf. */
export function openPath(tree: MessageTree, chosen: Chosen): readonly Message[] {
  const paths = openPaths.get(tree) ?? new WeakMap<Chosen, readonly Message[]>()
  openPaths.set(tree, paths)
  const path = paths.get(chosen) ?? walkOpenPath(tree, chosen)
  paths.set(chosen, path)
  return path
}

/** The same array for the same tree and choices, so that a view which reads it is not drawn again. */
const openPaths = new WeakMap<MessageTree, WeakMap<Chosen, readonly Message[]>>()

function walkOpenPath(tree: MessageTree, chosen: Chosen): readonly Message[] {
  const path: Message[] = []
  let next = chosenChild(tree, chosen, null)
  while (next !== undefined) {
    path.push(next)
    next = chosenChild(tree, chosen, next.id)
  }
  return path
}

/** The messages from the first question down to this one, both included. */
export function pathTo(tree: MessageTree, id: MessageId): readonly Message[] {
  const path: Message[] = []
  for (let next = tree.get(id); next !== undefined; next = parentOf(tree, next)) path.push(next)
  return path.toReversed()
}

/** Children of a parent, oldest first: the versions of one message. */
export function childrenOf(tree: MessageTree, parent: MessageId | null): readonly Message[] {
  return childrenByParent(tree).get(parent) ?? []
}

/** Where a message stands among its versions: "2 of 3". */
export function versionOf(tree: MessageTree, message: Message): Version {
  const versions = childrenOf(tree, message.parent)
  const at = versions.findIndex(({ id }) => id === message.id)
  return {
    index: at + 1,
    count: versions.length,
    previous: versions[at - 1]?.id ?? null,
    next: versions[at + 1]?.id ?? null,
  }
}

/** A message and everything below it. */
export function subtreeOf(tree: MessageTree, root: Message): readonly Message[] {
  const found = [root]
  for (const message of found) found.push(...childrenOf(tree, message.id))
  return found
}

function chosenChild(
  tree: MessageTree,
  chosen: Chosen,
  parent: MessageId | null,
): Message | undefined {
  const children = childrenOf(tree, parent)
  return children.find(({ id }) => id === chosen.get(parent)) ?? children.at(-1)
}

function parentOf(tree: MessageTree, { parent }: Message): Message | undefined {
  return parent === null ? undefined : tree.get(parent)
}

type Children = ReadonlyMap<MessageId | null, readonly Message[]>

/** A tree never changes, so its index is made once, and goes when the tree goes. */
const indexes = new WeakMap<MessageTree, Children>()

function childrenByParent(tree: MessageTree): Children {
  const known = indexes.get(tree)
  if (known !== undefined) return known
  const children = new Map<MessageId | null, Message[]>()
  for (const message of [...tree.values()].toSorted(compareAge)) {
    const siblings = children.get(message.parent)
    if (siblings === undefined) children.set(message.parent, [message])
    else siblings.push(message)
  }
  indexes.set(tree, children)
  return children
}

/** Oldest first. The same after a reload, when messages arrive by the order of their keys. */
const compareAge = (one: Message, other: Message): number =>
  one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1)
