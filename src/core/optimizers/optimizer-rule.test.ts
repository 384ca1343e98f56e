import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { optimizerRule } from './optimizer-rule'
import { defaultOptimizers, optimizerStateNames, type OptimizerSpec } from './optimizer-kinds'

/** Where a weight is after each step, for a list of gradients. */
function walk(spec: OptimizerSpec, start: number, gradients: readonly number[]): number[] {
  const kept = optimizerStateNames(spec).map(() => new Float64Array(1))
  let w = start
  return gradients.map((g, i) => {
    w = optimizerRule(spec, spec.learningRate, i + 1, kept)(w, g, 0)
    return w
  })
}

const gradient = fc.double({ min: -100, max: 100, noNaN: true })
const gradients = fc.array(gradient, { minLength: 1, maxLength: 20 })

describe('two steps by hand, from w = 1 with gradients 2 and 3', () => {
  const sgd = { ...defaultOptimizers.sgd, learningRate: 0.1 }
  test.each<readonly [string, OptimizerSpec, readonly [number, number]]>([
    ['plain SGD', { ...sgd, momentum: 0 }, [1 - 0.1 * 2, 1 - 0.1 * 2 - 0.1 * 3]],
    // v = 2, then 0.9 * 2 + 3 = 4.8
    ['momentum', sgd, [0.8, 0.8 - 0.48]],
    // 2 + 0.9 * 2 = 3.8, then 3 + 0.9 * 4.8 = 7.32
    ['Nesterov', { ...sgd, nesterov: true }, [0.62, 0.62 - 0.732]],
    // d = 2 + 0.5 * 1 = 2.5, then 3 + 0.5 * 0.75 = 3.375
    ['weight decay', { ...sgd, momentum: 0, weightDecay: 0.5 }, [0.75, 0.75 - 0.3375]],
    // s = 4, then 13
    [
      'Adagrad',
      { ...defaultOptimizers.adagrad, learningRate: 0.1, epsilon: 1e-12 },
      [0.9, 0.9 - (0.1 * 3) / Math.sqrt(13)]
    ],
    // s = 0.5 * 4 = 2, then 0.5 * 2 + 0.5 * 9 = 5.5
    [
      'RMSprop',
      { ...defaultOptimizers.rmsprop, learningRate: 0.1, alpha: 0.5, epsilon: 1e-12 },
      [1 - 0.2 / Math.sqrt(2), 1 - 0.2 / Math.sqrt(2) - 0.3 / Math.sqrt(5.5)]
    ],
    // Corrected moments: 2 and 4; then m = 0.25 * 2 + 0.5 * 3 = 2 over 0.75, v = 0.25 * 4 + 0.5 * 9 = 5.5 over 0.75
    [
      'Adam',
      { ...defaultOptimizers.adam, learningRate: 0.1, beta1: 0.5, beta2: 0.5, epsilon: 1e-12 },
      [0.9, 0.9 - (0.1 * (2 / 0.75)) / Math.sqrt(5.5 / 0.75)]
    ],
    // Before each of the same steps 0.1 * 0.5 of w is taken away.
    [
      'AdamW',
      {
        ...defaultOptimizers.adamw,
        learningRate: 0.1,
        weightDecay: 0.5,
        beta1: 0.5,
        beta2: 0.5,
        epsilon: 1e-12
      },
      [0.85, 0.85 * 0.95 - (0.1 * (2 / 0.75)) / Math.sqrt(5.5 / 0.75)]
    ]
  ])('%s', (_, spec, [first, second]) => {
    const [a, b] = walk(spec, 1, [2, 3])
    expect(a).toBeCloseTo(first, 9)
    expect(b).toBeCloseTo(second, 9)
  })
})

test('without momentum SGD and Nesterov are the same', () => {
  fc.assert(
    fc.property(gradients, (list) => {
      const plain = { ...defaultOptimizers.sgd, momentum: 0 }
      expect(walk({ ...plain, nesterov: true }, 1, list)).toEqual(walk(plain, 1, list))
    })
  )
})

test('the first step of the adaptive ones has the length of the learning rate, however steep it is', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1000, noNaN: true }), fc.boolean(), (size, negative) => {
      const g = negative ? -size : size
      for (const spec of [defaultOptimizers.adagrad, defaultOptimizers.adam]) {
        const [w = NaN] = walk(spec, 0, [g])
        expect(w).toBeCloseTo(-Math.sign(g) * spec.learningRate, 6)
      }
    })
  )
})

test('AdamW without weight decay is Adam', () => {
  fc.assert(
    fc.property(gradients, (list) => {
      expect(walk({ ...defaultOptimizers.adamw, weightDecay: 0 }, 1, list)).toEqual(
        walk(defaultOptimizers.adam, 1, list)
      )
    })
  )
})

test('what an optimizer keeps has to be there, for every weight', () => {
  const { sgd, adam } = defaultOptimizers
  expect(() => optimizerRule(sgd, 0.1, 1, [])).toThrow('what the optimizer keeps was expected')
  expect(() => optimizerRule(adam, 0.1, 1, [new Float64Array(1)])).toThrow('the second moments was expected')
  expect(() => optimizerRule(sgd, 0.1, 1, [new Float64Array(1)])(1, 2, 1)).toThrow('none at 1')
})
