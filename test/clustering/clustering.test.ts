import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from '../../src/core/base/schema'
import { averageLinkage } from '../../src/core/maths/average-linkage'
import { leafOrder } from '../../src/core/maths/leaf-order'

const file = new URL('../fixtures/clustering/clustering.json', import.meta.url)
const { cases } = z
  .object({
    cases: z.array(
      z.object({
        distances: z.array(z.array(z.number())),
        merges: z.array(z.tuple([z.int(), z.int(), z.number()])),
        shortest: z.number(),
        scipy: z.number()
      })
    )
  })
  .parse(JSON.parse(readFileSync(file, 'utf8')))

describe.each(cases.map((one) => ({ ...one, n: one.distances.length })))(
  '$n leaves, as scipy',
  ({ distances, merges, shortest, scipy, n }) => {
    const square = Float64Array.from(distances.flat())
    const ours = averageLinkage(square, n)

    test('merges them', () => {
      expect(ours.map(({ first, second }) => [first, second])).toEqual(
        merges.map(([first, second]) => [first, second])
      )
      for (const [i, { distance }] of ours.entries()) expect(distance).toBeCloseTo(merges[i]?.[2] ?? NaN, 12)
    })

    test('orders them, or better', () => {
      const order = leafOrder(square, ours)
      const length = order.reduce(
        (sum, leaf, i) => (i === 0 ? sum : sum + (distances[order[i - 1] ?? -1]?.[leaf] ?? NaN)),
        0
      )
      expect(length).toBeCloseTo(shortest, 10)
      expect(length).toBeLessThan(scipy + 1e-10)
    })
  }
)
