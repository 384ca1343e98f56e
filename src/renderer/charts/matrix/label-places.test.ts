import { describe, expect, test } from 'vitest'
import { labelPlaces } from './label-places'

const placesOf = (...given: Parameters<typeof labelPlaces>): number[] =>
  labelPlaces(...given).map(({ place }) => place)

describe('the labels of a matrix', () => {
  test('are all there where there is room', () => {
    expect(labelPlaces(20, 0, 60, 3, [])).toEqual([
      { place: 0, middle: 10, strong: false },
      { place: 1, middle: 30, strong: false },
      { place: 2, middle: 50, strong: false }
    ])
  })

  test('are thinned out where there is none, and stay the same while the view moves', () => {
    expect(placesOf(4, 0, 40, 10, [])).toEqual([0, 3, 6])
    expect(placesOf(4, -8, 40, 10, [])).toEqual([3, 6, 9])
  })

  test('give way to the strong ones', () => {
    expect(placesOf(4, 0, 60, 10, [5])).toEqual([5, 0, 9])
    // Of two strong ones too close to each other, the first counts.
    expect(placesOf(4, 0, 60, 10, [5, 6])).toEqual([5, 0, 9])
    expect(labelPlaces(4, 0, 40, 10, [9]).find(({ strong }) => strong)).toEqual({
      place: 9,
      middle: 34,
      strong: true
    })
    expect(placesOf(20, -100, 60, 10, [1])).toEqual([5, 6, 7])
  })
})
