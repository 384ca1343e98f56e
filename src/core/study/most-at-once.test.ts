import { expect, test } from 'vitest'
import { mostAtOnce } from './most-at-once'

/** Cores that run at full speed; more runs share them. */
const machine = (cores: number) => {
  const asked: number[] = []
  return {
    asked,
    measure: (count: number): Promise<number> => {
      asked.push(count)
      return Promise.resolve(100 * Math.min(1, cores / count))
    }
  }
}

test.each([
  [1, 1, 1],
  [2, 2, 2],
  [16, 16, 16],
  // Two threads on each core.
  [16, 8, 8],
  [16, 12, 12],
  [16, 1, 1],
  // Of two between which nothing was measured, the smaller.
  [16, 13, 12],
  [6, 6, 6]
])('with %i threads of the processor and %i cores: %i', async (most, cores, expected) => {
  expect(await mostAtOnce(most, machine(cores).measure)).toBe(expected)
})

test('a moment of noise is measured again', async () => {
  let noisy = true
  const measure = (count: number): Promise<number> => {
    const disturbed = count === 2 && noisy
    if (disturbed) noisy = false
    return Promise.resolve(disturbed ? 10 : 100)
  }
  expect(await mostAtOnce(2, measure)).toBe(2)
})

test('a single core is not measured', async () => {
  const { asked, measure } = machine(1)
  expect(await mostAtOnce(1, measure)).toBe(1)
  expect(asked).toEqual([])
})
