import { describe, expect, test } from 'vitest'
import { orthogonalise } from '../maths/orthogonalise'
import { defaultOptimizers, type OptimizerSpec, optimizerStateNames } from './optimizer-kinds'
import { optimizerRule } from './optimizer-rule'
import { optimizerStep } from './optimizer-step'

const values = [1, -2, 0.5, 3, 0.25, -1]
const gradients = [
  [0.1, 0.2, -0.3, 0.4, 0, 1],
  [-0.2, 0.1, 0.3, 0.1, 0.5, -0.4]
]
const matrix = { inputs: 3, outputs: 2 }
const keptFor = (spec: OptimizerSpec): Float64Array[] =>
  optimizerStateNames(spec).map(() => new Float64Array(values.length))

/** Where the weights are after both gradients. */
function walk(spec: OptimizerSpec, sides: typeof matrix | undefined): number[] {
  const weights = Float64Array.from(values)
  const kept = keptFor(spec)
  gradients.forEach((gradient, i) => {
    const parameter = { values: weights, gradient: Float64Array.from(gradient), kept, matrix: sides }
    optimizerStep(spec, spec.learningRate, i + 1, parameter)
  })
  return [...weights]
}

/** The same, each weight by itself. */
function walkAlone(spec: OptimizerSpec): number[] {
  const weights = [...values]
  const kept = keptFor(spec)
  gradients.forEach((gradient, step) => {
    const rule = optimizerRule(spec, spec.learningRate, step + 1, kept)
    gradient.forEach((g, i) => {
      weights[i] = rule(weights[i] ?? NaN, g, i)
    })
  })
  return weights
}

describe('a step for a whole parameter', () => {
  test.each(Object.values(defaultOptimizers))('$type: what is no matrix moves weight by weight', (spec) => {
    expect(walk(spec, undefined)).toEqual(walkAlone(spec))
  })

  const { muon, ...others } = defaultOptimizers
  test.each(Object.values(others))('$type: and so do matrices', (spec) => {
    expect(walk(spec, matrix)).toEqual(walkAlone(spec))
  })

  test('muon: a matrix moves by its orthogonalised direction', () => {
    const spec = { ...muon, learningRate: 0.1, weightDecay: 0.5 }
    const [first = [], second = []] = gradients
    const momentum = first.map((g) => 0.05 * g)
    const ahead = (g: readonly number[], v: readonly number[]): Float64Array =>
      Float64Array.from(g, (value, i) => 0.05 * value + 0.95 * (v[i] ?? NaN))
    const later = momentum.map((v, i) => 0.95 * v + 0.05 * (second[i] ?? NaN))
    let expected = values
    for (const direction of [ahead(first, momentum), ahead(second, later)]) {
      const step = orthogonalise(direction, { rows: 3, columns: 2 })
      expected = expected.map((w, i) => w * 0.95 - 0.1 * (step[i] ?? NaN))
    }
    walk(spec, matrix).forEach((weight, i) => {
      expect(weight).toBeCloseTo(expected[i] ?? NaN, 12)
    })
  })

  test('muon: with more outputs than inputs it moves further', () => {
    const spec = { ...muon, learningRate: 0.1 }
    const moved = (sides: typeof matrix): number =>
      Math.hypot(...walk(spec, sides).map((weight, i) => weight - (values[i] ?? NaN)))
    // A single row or column of length 1, but for the factor.
    expect(moved({ inputs: 1, outputs: 6 }) / moved({ inputs: 6, outputs: 1 })).toBeCloseTo(Math.sqrt(6), 9)
  })

  test('needs a gradient for each weight', () => {
    const kept = keptFor(muon)
    const parameter = { values: new Float64Array(6), gradient: new Float64Array(5), kept, matrix: undefined }
    expect(() => {
      optimizerStep(muon, 0.1, 1, parameter)
    }).toThrow('a gradient of each weight')
  })
})
