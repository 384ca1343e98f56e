import { describe, expect, test } from 'vitest'
import {
  defaultOptimizers,
  knobsOf,
  optimizerKinds,
  optimizerStateNames,
  optimizerSpec,
  optimizerTypes
} from './optimizer-kinds'
import { parseInput } from '../base/parse-input'

describe('optimizers', () => {
  test.each(Object.values(defaultOptimizers))('$type: the defaults are those of the schema', (spec) => {
    const { type, learningRate } = spec
    const momentum = type === 'sgd' ? { momentum: spec.momentum } : {}
    expect(optimizerSpec.parse({ type, learningRate, ...momentum })).toEqual(spec)
  })

  test.each(optimizerTypes)('%s: all that can be set is a knob', (type) => {
    expect(['type', ...knobsOf(type)]).toEqual(Object.keys(optimizerKinds[type].schema.shape))
  })

  test('keep what their formulas need', () => {
    const names = Object.values(defaultOptimizers).map((spec) => [spec.type, ...optimizerStateNames(spec)])
    expect(names).toEqual([
      ['sgd', 'momentum'],
      ['adagrad', 'squareSum'],
      ['rmsprop', 'squareAverage'],
      ['adam', 'firstMoment', 'secondMoment'],
      ['adamw', 'firstMoment', 'secondMoment'],
      ['muon', 'momentum']
    ])
  })

  test.each([
    [{ type: 'adam', learningRate: 0 }, 'the learning rate must be above 0'],
    [{ type: 'adamw', learningRate: 11 }, 'the learning rate must be at most 10'],
    [{ type: 'adam', learningRate: 0.1, beta1: 1 }, 'beta 1 must be from 0 to 0.99999'],
    [{ type: 'adam', learningRate: 0.1, beta2: -0.1 }, 'beta 2 must be from 0 to 0.99999'],
    [{ type: 'rmsprop', learningRate: 0.1, alpha: 1 }, 'alpha must be from 0 to 0.99999'],
    [{ type: 'adagrad', learningRate: 0.1, epsilon: 0 }, 'epsilon must be from 1e-12 to 1'],
    [{ type: 'adagrad', learningRate: 0.1, weightDecay: 2 }, 'weight decay must be from 0 to 1'],
    [{ type: 'sgd', learningRate: 0.1, momentum: 1 }, 'momentum must be from 0 to 0.999'],
    [{ type: 'sgd', learningRate: 0.1 }, 'momentum must be a number']
  ])('%j is refused', (spec, message) => {
    expect(() => parseInput(optimizerSpec, spec, 'The optimizer')).toThrow(message)
  })
})
