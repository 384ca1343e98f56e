import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHash } from 'node:crypto'
import { splitImages } from './split-images'

const keyOf = (path: string): string => createHash('sha256').update(`1/${path}`).digest('hex')
const files = (counts: readonly number[]) =>
  counts.flatMap((count, label) =>
    Array.from({ length: count }, (_, i) => ({ path: `class-${label}/${i}.png`, label }))
  )

test('a fifth of each class is for testing, and no class is without training images', () => {
  const { train, test: held } = splitImages(files([200, 10, 3, 2, 1]), 0.2, keyOf)
  const counts = (images: typeof train): number[] =>
    [0, 1, 2, 3, 4].map((label) => images.filter((image) => image.label === label).length)
  expect(counts(held)).toEqual([40, 2, 1, 1, 0])
  expect(counts(train)).toEqual([160, 8, 2, 1, 1])
})

test('every file is in exactly one of the two, whatever order they come in', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 6 }),
      fc.double({ min: 0.01, max: 0.9, noNaN: true }),
      (counts, share) => {
        const entries = files(counts)
        const split = splitImages(entries, share, keyOf)
        expect([...split.train, ...split.test].map(({ path }) => path).sort()).toEqual(
          entries.map(({ path }) => path).sort()
        )
        expect(splitImages([...entries].reverse(), share, keyOf)).toEqual(split)
      }
    )
  )
})

test('classes are mixed, so that the first images are not all of one class', () => {
  const { train } = splitImages(files([100, 100]), 0.2, keyOf)
  const first = train.slice(0, 40).filter(({ label }) => label === 0).length
  expect(first).toBeGreaterThan(8)
  expect(first).toBeLessThan(32)
})

test('another file in a class moves none of the others to another order', () => {
  const order = (count: number): string[] =>
    splitImages(files([count]), 0.2, keyOf)
      .train.map(({ path }) => path)
      .filter((path) => !path.endsWith('/100.png'))
  const before = splitImages(files([100]), 0.2, keyOf)
  expect(order(101).filter((path) => before.train.some((entry) => entry.path === path))).toEqual(
    before.train.map(({ path }) => path).filter((path) => order(101).includes(path))
  )
})
