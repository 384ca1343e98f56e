import { expect, test } from 'vitest'
import { averageStretches } from './average-stretches'

const points = (count: number) => Array.from({ length: count }, (_, i) => ({ step: 10 * (i + 1), loss: i }))

test('few points stay as they are', () => {
  expect(averageStretches(points(4), 4)).toEqual(points(4))
  expect(averageStretches([], 4)).toEqual([])
})

test('of more, each stretch is its mean at its last step', () => {
  expect(averageStretches(points(7), 4)).toEqual([
    { step: 20, loss: 0.5 },
    { step: 40, loss: 2.5 },
    { step: 60, loss: 4.5 },
    { step: 70, loss: 6 }
  ])
})

test('curves of other lengths have points at the same steps', () => {
  const long = averageStretches(points(1000), 200).map(({ step }) => step)
  const short = averageStretches(points(812), 200).map(({ step }) => step)
  expect(long.length).toBeLessThanOrEqual(200)
  expect(short.slice(0, -1)).toEqual(long.slice(0, short.length - 1))
})
