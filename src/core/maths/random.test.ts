import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Random } from './random'

describe('Random', () => {
  test('the same seed gives the same numbers, another stream others', () => {
    const draw = (seed: number, stream: number): number[] => {
      const random = Random.seeded(seed, stream)
      return Array.from({ length: 8 }, () => random.nextUint32())
    }
    fc.assert(
      fc.property(fc.nat(4294967295), fc.nat(1000), (seed, stream) => {
        expect(draw(seed, stream)).toEqual(draw(seed, stream))
        expect(draw(seed, stream)).not.toEqual(draw(seed, stream + 1))
      })
    )
  })

  test('goes on from a saved state', () => {
    const random = Random.seeded(7)
    random.nextUint32()
    const copy = new Random(random.state)
    expect(Array.from({ length: 20 }, () => copy.nextUint32())).toEqual(
      Array.from({ length: 20 }, () => random.nextUint32())
    )
  })

  test('nextBelow is uniform (chi-squared, 9 degrees of freedom, p = 0.001)', () => {
    const random = Random.seeded(1)
    const counts = new Array<number>(10).fill(0)
    const draws = 100_000
    for (let i = 0; i < draws; i++) {
      const n = random.nextBelow(10)
      counts[n] = (counts[n] ?? 0) + 1
    }
    const chiSquared = counts.reduce((sum, n) => sum + (n - draws / 10) ** 2 / (draws / 10), 0)
    expect(chiSquared).toBeLessThan(27.88)
  })

  test('shuffle is a permutation', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 200 }), (seed, n) => {
        const values = Random.seeded(seed).shuffle(Uint32Array.from({ length: n }, (_, i) => i))
        expect([...values].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i))
      })
    )
  })
})
