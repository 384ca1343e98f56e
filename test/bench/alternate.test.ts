import { expect, test } from 'vitest'
import { alternate, median } from '../../scripts/bench/alternate'

test('the median', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([4, 1, 9, 2])).toBe(3)
  expect(median([])).toBeNaN()
})

test('sides take turns, and a disturbed round does not count', async () => {
  const turns: string[] = []
  let disturbed = false
  const side = (name: string, stepsPerSecond: number) => ({
    measure: (steps: number) => {
      turns.push(name)
      return Promise.resolve((steps / stepsPerSecond) * (disturbed && turns.length % 5 === 0 ? 10 : 1))
    }
  })
  const sides = { fast: side('fast', 3000), slow: side('slow', 20) }
  const medians = await alternate(sides, 5)
  expect(turns.slice(-10)).toEqual(Array.from({ length: 5 }, () => ['fast', 'slow']).flat())
  expect(medians).toEqual({ fast: 3000, slow: 20 })
  disturbed = true
  expect(await alternate(sides, 5)).toEqual({ fast: 3000, slow: 20 })
})

test('what is slow at first, as PyTorch is, is measured when it has warmed up', async () => {
  let steps = 0
  const cold = {
    measure: (now: number) => {
      const seconds = steps < 250 ? now / 200 : now / 1000
      steps += now
      return Promise.resolve(seconds)
    }
  }
  expect(await alternate({ cold }, 1)).toEqual({ cold: 1000 })
})

test('a side that is missing has no figure', async () => {
  const sides: { here: { measure: (steps: number) => Promise<number> }; gone?: never } = {
    here: { measure: (steps) => Promise.resolve(steps / 100) }
  }
  expect(await alternate(sides, 1)).toEqual({ here: 100 })
})
