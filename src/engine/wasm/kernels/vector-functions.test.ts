import { describe, expect, test } from 'vitest'
import { gelu } from '../../../core/layers/gelu'
import { ModuleBuilder } from '../assembler/module-builder'
import { v128 } from '../assembler/vector'
import { simdSupport } from '../simd-support'
import { VectorFunctions } from './vector-functions'

type Name = 'exponential' | 'logistic' | 'normalShare' | 'tanh'

/** Computes four values in memory. */
function compile(relaxedSimd: boolean): (name: Name, values: readonly number[]) => number[] {
  const module = new ModuleBuilder({ relaxedSimd })
  const functions = new VectorFunctions(module)
  for (const name of ['exponential', 'logistic', 'normalShare', 'tanh'] as const) {
    const run = module.procedure(name, [], (f) => {
      f.store(16, functions[name](v128.load(0)))
    })
    module.export(name, run)
  }
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
  const { exports } = new WebAssembly.Instance(
    new WebAssembly.Module(module.encode({ initial: 1, maximum: 1 })),
    { env: { memory } }
  )
  const floats = new Float32Array(memory.buffer)
  return (name, values) => {
    floats.set(values)
    const compiled = exports[name]
    if (typeof compiled !== 'function') throw new Error(`no ${name}`)
    Reflect.apply(compiled, undefined, [])
    return [...floats.subarray(4, 8)]
  }
}

const variants = simdSupport() === 'relaxed' ? [false, true] : [false]

describe.each(variants)('functions of four floats, fused: %s', (relaxedSimd) => {
  const compute = compile(relaxedSimd)
  /** The largest error of a function over a range, by a measure. */
  const worst = (
    name: Name,
    [from, to]: readonly [number, number],
    error: (actual: number, x: number) => number
  ): number => {
    let largest = 0
    const step = (to - from) / 40_000
    for (let x = from; x < to; x += 4 * step) {
      const values = [0, 1, 2, 3].map((i) => Math.fround(x + i * step))
      compute(name, values).forEach((actual, i) => {
        largest = Math.max(largest, error(actual, values[i] ?? NaN))
      })
    }
    return largest
  }
  const relative =
    (exact: (x: number) => number) =>
    (actual: number, x: number): number =>
      x === 0 ? Math.abs(actual - exact(x)) : Math.abs(actual / exact(x) - 1)

  test('e^x', () => {
    expect(worst('exponential', [-86, 87.9], relative(Math.exp))).toBeLessThan(2e-7)
    const [low, high, nan, zero] = compute('exponential', [-1000, 1000, NaN, 0])
    expect(low).toBeLessThan(2e-38)
    expect(high).toBeGreaterThan(1e38)
    expect(nan).toBeNaN()
    expect(zero).toBe(1)
  })

  test('the logistic function', () => {
    const exact = (x: number): number => 1 / (1 + Math.exp(-x))
    expect(worst('logistic', [-80, 80], relative(exact))).toBeLessThan(4e-7)
    expect(compute('logistic', [0, -1000, 1000, NaN])).toEqual([0.5, expect.closeTo(0, 30), 1, NaN])
  })

  test('the share of a normal distribution', () => {
    const exact = (x: number): number => gelu.function.value(x, { type: 'gelu', name: 'gelu' }) / x
    const error = (actual: number, x: number): number => (x === 0 ? 0 : Math.abs(actual - exact(x)))
    expect(worst('normalShare', [-7, 7], error)).toBeLessThan(4e-7)
    expect(compute('normalShare', [0, NaN, 0, 0]).slice(0, 2)).toEqual([0.5, NaN])
  })

  test('the hyperbolic tangent, near 0 too', () => {
    expect(worst('tanh', [-10, 10], relative(Math.tanh))).toBeLessThan(5e-7)
    expect(worst('tanh', [-1e-3, 1e-3], relative(Math.tanh))).toBeLessThan(2e-7)
    expect(compute('tanh', [0, 1000, -1000, NaN])).toEqual([0, 1, -1, NaN])
  })
})
