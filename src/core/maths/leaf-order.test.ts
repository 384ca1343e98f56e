import fc from 'fast-check'
import { expect, test } from 'vitest'
import { averageLinkage, type Merge } from './average-linkage'
import { leafOrder } from './leaf-order'

const square = fc.integer({ min: 1, max: 7 }).chain((n) =>
  fc.array(fc.integer({ min: 1, max: 6 }), { minLength: n * n, maxLength: n * n }).map((values) => {
    const distances = new Float64Array(n * n)
    for (let i = 0; i < n; i++)
      for (let k = 0; k < n; k++) distances[i * n + k] = values[Math.min(i, k) * n + Math.max(i, k)] ?? NaN
    return { n, distances }
  })
)

/** Every order that the tree allows. */
function allowed(merges: readonly Merge[], cluster: number): readonly (readonly number[])[] {
  const n = merges.length + 1
  const merge = merges[cluster - n]
  if (merge === undefined) return [[cluster]]
  const firsts = allowed(merges, merge.first)
  const seconds = allowed(merges, merge.second)
  return firsts.flatMap((a) =>
    seconds.flatMap((b) => [
      [...a, ...b],
      [...b, ...a]
    ])
  )
}

test('of all orders that the tree allows, none is shorter', () => {
  fc.assert(
    fc.property(square, ({ n, distances }) => {
      const merges = averageLinkage(distances, n)
      const length = (order: readonly number[]): number =>
        order.reduce(
          (sum, leaf, i) => sum + (i === 0 ? 0 : (distances[(order[i - 1] ?? NaN) * n + leaf] ?? NaN)),
          0
        )
      const order = leafOrder(distances, merges)
      const all = allowed(merges, 2 * n - 2)
      expect(all).toContainEqual(order)
      for (const other of all) expect(length(order)).toBeLessThanOrEqual(length(other))
      expect(order[0]).toBeLessThanOrEqual(order.at(-1) ?? NaN)
    })
  )
})
