import { describe, expect, test } from 'vitest'
import { race, racerIds } from '../../state/race/race'
import { testSurface } from '../../state/race/test-surface'
import { short, updateLines } from './update-lines'

const surface = testSurface('himmelblau')
const racers = race(surface, {
  start: surface.start,
  slopeRate: surface.rates.slope,
  adaptiveRate: surface.rates.adaptive,
  momentum: 0.9
})

describe.each(racerIds)('%s', (id) => {
  test('the last line gives the place that the race gives', () => {
    const racer = racers.find((one) => one.id === id)
    if (racer === undefined) throw new Error('not in the race')
    for (const step of [1, 2, 3, 10, 57]) {
      const [before, after] = racer.moments.slice(step - 1, step + 1)
      if (before === undefined || after === undefined) throw new Error('the race is too short')
      for (const axis of [0, 1] as const) {
        const last = updateLines(racer.spec, before, axis, step).at(-1)
        expect(last?.name).toBe(axis === 0 ? 'x' : 'y')
        expect(last?.result).toBeCloseTo(axis === 0 ? after.x : after.y, 6)
      }
    }
  })

  test('the lines before it give what the optimizer keeps', () => {
    const racer = racers.find((one) => one.id === id)
    const [before, after] = racer?.moments.slice(4, 6) ?? []
    if (racer === undefined || before === undefined || after === undefined) throw new Error('too short')
    const kept = updateLines(racer.spec, before, 0, 5).slice(0, id === 'sgd' ? 0 : after.slots.length)
    expect(kept.map(({ result }) => result.toFixed(9))).toEqual(
      id === 'sgd' ? [] : after.slots.map(([x]) => x.toFixed(9))
    )
  })
})

test('the numbers are those of the step', () => {
  const before = { x: 1, y: 0, height: 0, slope: [-2, 0] as const, slots: [[3, 0] as const] }
  const momentum = racers.find(({ id }) => id === 'momentum')
  const lines = momentum === undefined ? [] : updateLines(momentum.spec, before, 0, 1)
  expect(lines.map(({ formula }) => formula)).toEqual(['0.9 · v + g', 'x − 0.01 · v'])
  expect(lines.map(({ numbers }) => numbers)).toEqual(['0.9 · 3.000 + (−2.000)', '1.000 − 0.01 · 0.700'])
})

test.each([
  [0, '0'],
  [1.23456, '1.235'],
  [-0.5, '−0.500'],
  [0.00001, '1.0e−5'],
  [-2_000_000, '−2.0e6'],
  [1234.56, '1234.6']
])('short(%d) is %s', (value, text) => expect(short(value)).toBe(text))
