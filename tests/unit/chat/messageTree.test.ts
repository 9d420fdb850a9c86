import { expect, test } from 'vitest'

import {
  childrenOf,
  openPath,
  pathTo,
  subtreeOf,
  versionOf,
} from '../../../src/chat/messageTree.ts'
import { fakeAnswer, fakeQuestion, treeOf } from '../../fakes/conversations.ts'

const first = fakeQuestion({ id: 'q1', createdAt: 1 })
const oldAnswer = fakeAnswer({ id: 'a1', parent: 'q1', createdAt: 2 })
const newAnswer = fakeAnswer({ id: 'a2', parent: 'q1', createdAt: 4 })
const second = fakeQuestion({ id: 'q2', parent: 'a1', createdAt: 3 })
const tree = treeOf(newAnswer, second, first, oldAnswer)

const ids = (messages: readonly { readonly id: string }[]): string[] => messages.map(({ id }) => id)

test('an empty tree shows nothing', () => {
  expect(openPath(new Map(), new Map())).toEqual([])
})

test('where nothing was chosen, the newest version is on screen', () => {
  expect(ids(openPath(tree, new Map()))).toEqual(['q1', 'a2'])
})

test('a chosen version is on screen with what follows it', () => {
  expect(ids(openPath(tree, new Map([['q1', 'a1']])))).toEqual(['q1', 'a1', 'q2'])
})

test('a chosen version that is gone gives way to the newest', () => {
  expect(ids(openPath(tree, new Map([['q1', 'deleted']])))).toEqual(['q1', 'a2'])
})

test('the same tree and choices give the same array, so that a view is not drawn again', () => {
  const chosen = new Map([['q1', 'a1']])
  expect(openPath(tree, chosen)).toBe(openPath(tree, chosen))
  expect(openPath(tree, new Map(chosen))).not.toBe(openPath(tree, chosen))
})

test('the path to a message runs through its own parents, whatever is on screen', () => {
  expect(ids(pathTo(tree, 'q2'))).toEqual(['q1', 'a1', 'q2'])
  expect(pathTo(tree, 'unknown')).toEqual([])
})

test('versions are counted from 1, oldest first, and know their neighbours', () => {
  expect(versionOf(tree, oldAnswer)).toEqual({ index: 1, count: 2, previous: null, next: 'a2' })
  expect(versionOf(tree, newAnswer)).toEqual({ index: 2, count: 2, previous: 'a1', next: null })
  expect(versionOf(tree, first)).toEqual({ index: 1, count: 1, previous: null, next: null })
})

test('versions of the same millisecond keep one order, however they arrive', () => {
  const twins = ['c', 'a', 'b'].map((id) => fakeAnswer({ id, parent: 'q1', createdAt: 5 }))
  expect(ids(childrenOf(treeOf(...twins), 'q1'))).toEqual(['a', 'b', 'c'])
  expect(ids(childrenOf(treeOf(...twins.toReversed()), 'q1'))).toEqual(['a', 'b', 'c'])
})

test('a message comes with everything below it and nothing beside it', () => {
  expect(ids(subtreeOf(tree, oldAnswer))).toEqual(['a1', 'q2'])
  expect(ids(subtreeOf(tree, first)).toSorted()).toEqual(['a1', 'a2', 'q1', 'q2'])
})
