import { describe, expect, test } from 'vitest'
import { shortNumber } from '../../../core/format/short-number'
import { race } from './race'
import { racerIds } from './racers'
import { testSurface } from './test-surface'
import { writtenStep } from './written-step'

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
      for (const weight of ['x', 'y'] as const) {
        const last = writtenStep(racer.spec, before, weight, step).at(-1)
        expect(last?.name).toBe(weight)
        expect(last?.result).toBeCloseTo(after[weight], 6)
      }
    }
  })

  test('the lines before it give what the optimizer keeps', () => {
    const racer = racers.find((one) => one.id === id)
    const [before, after] = racer?.moments.slice(4, 6) ?? []
    if (racer === undefined || before === undefined || after === undefined) throw new Error('too short')
    const kept = writtenStep(racer.spec, before, 'x', 5).slice(0, id === 'sgd' ? 0 : after.state.length)
    expect(kept.map(({ result }) => result.toFixed(9))).toEqual(
      id === 'sgd' ? [] : after.state.map(([x]) => x.toFixed(9))
    )
  })
})

test('the numbers are those of the step', () => {
  const before = { x: 1, y: 0, height: 0, slope: [-2, 0] as const, state: [[3, 0] as const] }
  const momentum = racers.find(({ id }) => id === 'momentum')
  const lines = momentum === undefined ? [] : writtenStep(momentum.spec, before, 'x', 1)
  expect(lines.map(({ formula }) => formula)).toEqual(['0.9 · v + g', 'x − 0.01 · v'])
  expect(lines.map(({ numbers }) => numbers)).toEqual(['0.9 · 3 + (−2)', '1 − 0.01 · 0.7'])
})

test('what stands on the left of the equals sign gives what stands on the right', () => {
  const wrong = racers.flatMap(({ spec, moments }) =>
    moments.slice(0, 200).flatMap((before, i) =>
      (['x', 'y'] as const).flatMap((weight) =>
        writtenStep(spec, before, weight, i + 1)
          .map(({ numbers, result }) => [numbers, shortNumber(calculate(numbers)), shortNumber(result)])
          .filter(([, computed, written]) => computed !== written)
      )
    )
  )
  expect(wrong).toEqual([])
})

/** What a calculator makes of it: sums of products, with roots, squares and brackets. */
function calculate(text: string): number {
  const tokens = text.match(/\d[\d.]*(e−?\d+)?|[−+·/√²^()]/g) ?? []
  let at = 0
  const take = (...signs: readonly string[]): string | undefined => {
    const token = tokens[at]
    if (token === undefined || !signs.includes(token)) return undefined
    at++
    return token
  }
  const factor = (): number => {
    if (take('√') !== undefined) return Math.sqrt(factor())
    if (take('−') !== undefined) return -factor()
    const bracket = take('(')
    const base = bracket === undefined ? Number((tokens[at++] ?? '').replace('−', '-')) : sum()
    if (bracket !== undefined) take(')')
    return take('²') === undefined ? base : base ** 2
  }
  const product = (): number => {
    let value = factor()
    for (let sign = take('·', '/'); sign !== undefined; sign = take('·', '/')) {
      value = sign === '·' ? value * factor() : value / factor()
    }
    return value
  }
  const sum = (): number => {
    let value = product()
    for (let sign = take('+', '−'); sign !== undefined; sign = take('+', '−')) {
      value = sign === '+' ? value + product() : value - product()
    }
    return value
  }
  return sum()
}
