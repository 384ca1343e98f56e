import fc from 'fast-check'
import { expect, test } from 'vitest'
import { averageLinkage, type Merge } from './average-linkage'

/** Symmetric distances between 2 to 7 leaves: so far apart that no two means are the same. */
const apart = fc.integer({ min: 2, max: 7 }).chain((n) => {
  const pairs = (n * (n - 1)) / 2
  return fc
    .shuffledSubarray(
      Array.from({ length: pairs }, (_, i) => 16 ** (i - pairs)),
      { minLength: pairs }
    )
    .map((values) => ({ n, distances: symmetric(n, values) }))
})

function symmetric(n: number, values: readonly number[]): Float64Array {
  const square = new Float64Array(n * n)
  let next = 0
  for (let i = 0; i < n; i++)
    for (let k = i + 1; k < n; k++) {
      const value = values[next++] ?? NaN
      square[i * n + k] = value
      square[k * n + i] = value
    }
  return square
}

/** The leaves of each merge, and its distance. */
function clustersOf(merges: readonly Merge[], n: number): { leaves: readonly number[]; distance: number }[] {
  const clusters: (readonly number[])[] = Array.from({ length: n }, (_, i) => [i])
  return merges.map(({ first, second, distance }) => {
    const leaves = [...(clusters[first] ?? []), ...(clusters[second] ?? [])].sort((a, b) => a - b)
    clusters.push(leaves)
    return { leaves, distance }
  })
}

const permuted = apart.chain(({ n, distances }) =>
  fc
    .shuffledSubarray(
      Array.from({ length: n }, (_, i) => i),
      { minLength: n }
    )
    .map((names) => ({ n, distances, names }))
)

test('each merge joins two clusters; its distance is the mean over their pairs, and never falls', () => {
  fc.assert(
    fc.property(apart, ({ n, distances }) => {
      const merges = averageLinkage(distances, n)
      const clusters: (readonly number[])[] = Array.from({ length: n }, (_, i) => [i])
      let before = 0
      for (const { first, second, distance } of merges) {
        const [a, b] = [clusters[first] ?? [], clusters[second] ?? []]
        const sum = a.flatMap((i) => b.map((k) => distances[i * n + k] ?? NaN)).reduce((x, y) => x + y)
        expect(distance).toBeCloseTo(sum / a.length / b.length, 10)
        expect(distance).toBeGreaterThanOrEqual(before)
        before = distance
        clusters.push([...a, ...b])
      }
      expect([...(clusters.at(-1) ?? [])].sort((a, b) => a - b)).toEqual(
        Array.from({ length: n }, (_, i) => i)
      )
      expect(merges.flatMap(({ first, second }) => [first, second]).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 2 * n - 2 }, (_, i) => i)
      )
    })
  )
})

test('the tree is the same whatever the leaves are called', () => {
  fc.assert(
    fc.property(permuted, ({ n, distances, names }) => {
      const renamed = new Float64Array(n * n)
      for (const [i, name] of names.entries())
        for (const [k, other] of names.entries()) renamed[name * n + other] = distances[i * n + k] ?? NaN
      const ours = clustersOf(averageLinkage(distances, n), n)
      const theirs = clustersOf(averageLinkage(renamed, n), n)
      for (const [i, { leaves, distance }] of ours.entries()) {
        expect(theirs[i]?.leaves).toEqual(leaves.map((leaf) => names[leaf]).sort((a = 0, b = 0) => a - b))
        expect(theirs[i]?.distance).toBeCloseTo(distance, 10)
      }
    })
  )
})

test('the distances are left as they are, and one leaf has nothing to merge with', () => {
  const distances = Float64Array.of(0, 1, 2, 1, 0, 3, 2, 3, 0)
  averageLinkage(distances, 3)
  expect([...distances]).toEqual([0, 1, 2, 1, 0, 3, 2, 3, 0])
  expect(averageLinkage(Float64Array.of(0), 1)).toEqual([])
})
