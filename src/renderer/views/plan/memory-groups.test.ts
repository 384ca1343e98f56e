import { describe, expect, test } from 'vitest'
import type { MemoryRegion } from '../../../core/engine/compiled-plan'
import { memoryGroups, regionNote } from './memory-groups'

const region = (
  name: string,
  address: number,
  bytes: number,
  more: Partial<MemoryRegion> = {}
): MemoryRegion => ({
  kind: 'thread',
  name,
  address,
  bytes,
  copies: 1,
  buffers: [],
  ...more
})

test('regions of all threads are one group, in the order of addresses', () => {
  const regions = [
    region('Weights', 0, 100, { kind: 'weights' }),
    region('Scratch', 100, 10, { thread: 1 }),
    region('Images', 110, 5, { thread: 1, kind: 'image' }),
    region('Scratch', 115, 10, { thread: 2 }),
    region('Images', 125, 5, { thread: 2, kind: 'image' })
  ]
  const groups = memoryGroups(regions)
  expect(groups.map(({ name, kind, bytes }) => [name, kind, bytes])).toEqual([
    ['Weights', 'weights', 100],
    ['Scratch', 'thread', 20],
    ['Images', 'image', 10]
  ])
  expect(groups.flatMap((group) => group.regions)).toHaveLength(regions.length)
})

test('groups of one kind are counted, so that each has a colour of its own', () => {
  const groups = memoryGroups([
    region('Weights', 0, 100, { kind: 'weights' }),
    region('Frozen weights', 100, 10, { kind: 'weights' }),
    region('Scratch', 110, 10, { thread: 1 }),
    region('Scratch', 120, 10, { thread: 2 })
  ])
  expect(groups.map(({ name, ofKind }) => [name, ofKind])).toEqual([
    ['Weights', 0],
    ['Frozen weights', 1],
    ['Scratch', 0]
  ])
})

describe('what is said of a region', () => {
  test('names its thread where there are several, and its copies', () => {
    expect(regionNote(region('Scratch', 0, 1, { thread: 2, copies: 4 }), 2)).toBe('thread 2, 4 times')
    expect(regionNote(region('Scratch', 0, 1, { thread: 1 }), 1)).toBe('')
    expect(regionNote(region('Weights', 0, 1), 2)).toBe('')
  })
})
