import { describe, expect, test } from 'vitest'
import type { Weights } from '../model/weights'
import { stepsToAverage, WeightAverage } from './weight-average'

const weights = (...values: number[]): Weights => [
  { name: 'w', shape: [values.length], values: Float32Array.from(values) }
]
const first = (average: WeightAverage): number[] => [...(average.weights?.[0]?.values ?? [])]

describe('WeightAverage', () => {
  test('begins as a copy of the weights, then follows them slowly', () => {
    const average = new WeightAverage(0.75, undefined)
    expect(average.weights).toBeUndefined()
    average.update(weights(1, -2))
    expect(first(average)).toEqual([1, -2])
    average.update(weights(5, 2))
    expect(first(average)).toEqual([2, -1])
    average.update(weights(6, -1))
    expect(first(average)).toEqual([3, -1])
  })

  test('stays where the weights stay', () => {
    const average = new WeightAverage(0.9, weights(0.1, 3))
    for (let i = 0; i < 50; i++) average.update(weights(0.1, 3))
    expect(first(average)[0]).toBeCloseTo(0.1, 6)
    expect(first(average)[1]).toBeCloseTo(3, 5)
  })

  test('shares no memory with what it was given or what it gave', () => {
    const given = weights(1)
    const average = new WeightAverage(0.5, given)
    const told = average.weights
    average.update(weights(3))
    expect(given[0]?.values[0]).toBe(1)
    expect(told?.[0]?.values[0]).toBe(1)
    expect(first(average)).toEqual([2])
  })

  test('is due at every 10th step', () => {
    expect([0, 1, 9, 10, 25].map(stepsToAverage)).toEqual([10, 9, 1, 10, 5])
  })
})
