import { expect, test } from 'vitest'
import { ratePicture } from './rate-picture'

test('a rate that falls evenly is a straight line from the top', () => {
  const picture = ratePicture((step) => 0.5 * (1 - step / 4), 4)
  expect(picture).toEqual({
    start: 0,
    path: 'M0.0000 0.0000L0.3333 0.2500L0.6667 0.5000L1.0000 0.7500',
    first: 0.5,
    highest: 0.5,
    last: 0.125
  })
})

test('a long training has no more points than can be seen, and both ends', () => {
  const asked: number[] = []
  ratePicture((step) => {
    asked.push(step)
    return 1
  }, 100_000)
  expect(asked.length).toBeLessThan(300)
  expect(asked).toContain(0)
  expect(asked).toContain(99_999)
})

test('a training of one step has a picture too', () => {
  expect(ratePicture(() => 0.1, 1)).toEqual({
    path: 'M0.0000 0.0000',
    start: 0,
    first: 0.1,
    highest: 0.1,
    last: 0.1
  })
})

test('of a fork only its own steps are drawn, in their place', () => {
  expect(ratePicture((step) => 0.5 * (1 - step / 4), 4, 2)).toEqual({
    path: 'M0.6667 0.0000L1.0000 0.5000',
    start: 2 / 3,
    first: 0.25,
    highest: 0.25,
    last: 0.125
  })
})
